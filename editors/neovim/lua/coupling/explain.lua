-- :CouplingExplain: what is known of a line, or of the way from one app to another.

local cli = require('coupling.cli')
local project = require('coupling.project')
local scratch = require('coupling.scratch')

local M = {}

local function line()
  local path = vim.api.nvim_buf_get_name(0)
  if vim.bo.filetype ~= 'python' or path == '' then
    return cli.say('put the cursor on a line of a Python file, or name two apps', vim.log.levels.ERROR)
  end
  if vim.bo.modified then
    cli.say('the file is explained as it was last written')
  end
  local place = ('%s:%d'):format(path, vim.api.nvim_win_get_cursor(0)[1])
  local root = project.root()
  local arguments = { 'explain', place, '--project', root }
  cli.run(vim.list_extend(arguments, project.arguments(root)), function(output)
    local lines = vim.split(vim.trim(output), '\n')
    vim.lsp.util.open_floating_preview(lines, '', { focus_id = 'coupling-explain', border = 'rounded', wrap = true })
  end)
end

local function pair(from, to)
  local root = project.root()
  local arguments = { 'explain', from, to, '--project', root }
  cli.run(vim.list_extend(arguments, project.arguments(root)), function(output)
    scratch.open(('coupling://explain/%s/%s'):format(from, to), output, '')
  end)
end

--- Explain the line of the cursor, or, with two apps, why the first depends on the second.
function M.explain(words)
  if #words == 0 then
    line()
  elseif #words == 2 then
    pair(words[1], words[2])
  else
    cli.say('name two apps, or none for the line of the cursor', vim.log.levels.ERROR)
  end
end

return M
