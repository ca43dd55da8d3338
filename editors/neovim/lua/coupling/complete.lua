-- What may follow on the command line.

local cli = require('coupling.cli')
local edges = require('coupling.edges')
local project = require('coupling.project')

local M = {}

-- The labels by folder. They are read once: apps are rarely added, and a key must answer at once.
local labels = {}

local function apps()
  local root = project.root()
  if not labels[root] then
    local output = cli.wait(cli.edges(root), 3000)
    if not output then
      return {}
    end
    labels[root] = vim.tbl_map(function(app)
      return app.label
    end, vim.json.decode(output).apps)
    table.sort(labels[root])
  end
  return labels[root]
end

local function starting(begin, words)
  return vim.tbl_filter(function(word)
    return vim.startswith(word, begin)
  end, words)
end

--- Labels of apps.
function M.apps(begin)
  return starting(begin, apps())
end

--- Labels of apps, and filters.
function M.edges(begin)
  for name, values in pairs({ verdict = edges.VERDICTS, kind = edges.KINDS }) do
    if vim.startswith(begin, name .. '=') then
      return starting(
        begin,
        vim.tbl_map(function(value)
          return name .. '=' .. value
        end, values)
      )
    end
  end
  return vim.list_extend(M.apps(begin), starting(begin, { 'verdict=', 'kind=' }))
end

--- Forms of the graph.
function M.graph(begin)
  return starting(begin, require('coupling.graph').FORMATS)
end

return M
