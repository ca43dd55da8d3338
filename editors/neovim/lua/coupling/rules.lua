-- :CouplingRules: from an edge to the rule that decides it.

local cli = require('coupling.cli')
local project = require('coupling.project')

local M = {}

local function open_file()
  local root = project.root()
  local path = project.rules(root)
  if path then
    vim.cmd.edit(vim.fn.fnameescape(path))
  else
    cli.say(('no rules.yaml at or above %s; `coupling-lsp init` writes one'):format(root), vim.log.levels.WARN)
  end
end

--- Open the rules file; from an edge, at the rule that decides it. The server calls that rule the edge's declaration.
function M.open()
  local client = vim.lsp.get_clients({ bufnr = 0, name = project.NAME })[1]
  if not client then
    return open_file()
  end
  local encoding = client.offset_encoding
  client:request('textDocument/declaration', vim.lsp.util.make_position_params(0, encoding), function(_, found)
    local place = found and (vim.islist(found) and found[1] or found)
    if place then
      vim.lsp.util.show_document(place, encoding, { focus = true })
    else
      open_file()
    end
  end)
end

return M
