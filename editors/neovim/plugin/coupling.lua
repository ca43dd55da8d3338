-- The commands. Their modules are loaded when one is used. `:help coupling` tells what they do.

if vim.g.loaded_coupling or vim.fn.has('nvim-0.11') == 0 then
  return
end
vim.g.loaded_coupling = true

local function complete(name)
  return function(begin)
    return require('coupling.complete')[name](begin)
  end
end

vim.api.nvim_create_user_command('CouplingEdges', function(command)
  require('coupling.edges').list(command.fargs)
end, { nargs = '*', complete = complete('edges'), desc = 'Edges between apps in the quickfix list' })

vim.api.nvim_create_user_command('CouplingExplain', function(command)
  require('coupling.explain').explain(command.fargs)
end, { nargs = '*', complete = complete('apps'), desc = 'Explain the line, or the way from one app to another' })

vim.api.nvim_create_user_command('CouplingGraph', function(command)
  require('coupling.graph').open(command.fargs[1])
end, { nargs = '?', complete = complete('graph'), desc = 'Which app depends on which, in the browser or as text' })

vim.api.nvim_create_user_command('CouplingRules', function()
  require('coupling.rules').open()
end, { desc = 'Open rules.yaml, at the rule of the edge under the cursor' })
