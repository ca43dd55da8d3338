-- :CouplingGraph: which app depends on which, as a page in the browser or as text.

local cli = require('coupling.cli')
local project = require('coupling.project')
local scratch = require('coupling.scratch')

local M = {}

M.FORMATS = { 'html', 'mermaid', 'dot' }

local function page(root)
  local arguments = { 'report', root, '--format', 'html' }
  cli.run(vim.list_extend(arguments, project.arguments(root)), function(output)
    local path = vim.fn.tempname() .. '.html'
    vim.fn.writefile(vim.split(output, '\n'), path)
    local _, problem = vim.ui.open(path)
    if problem then
      cli.say(('the page is %s, but no program to open it was found'):format(path), vim.log.levels.WARN)
    else
      cli.say('the page is ' .. path)
    end
  end)
end

--- Open the graph: `html` (the whole report, in the browser), or `mermaid` or `dot` in a split.
function M.open(format)
  format = format or 'html'
  if not vim.list_contains(M.FORMATS, format) then
    return cli.say(('%s: it is one of %s'):format(format, table.concat(M.FORMATS, ', ')), vim.log.levels.ERROR)
  end
  local root = project.root()
  if format == 'html' then
    return page(root)
  end
  local arguments = { 'graph', root, '--format', format }
  cli.run(vim.list_extend(arguments, project.arguments(root)), function(output)
    scratch.open('coupling://graph/' .. format, output, format)
  end)
end

return M
