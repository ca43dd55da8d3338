-- Runs `coupling-lsp` beside the editor, which goes on meanwhile.

local project = require('coupling.project')

local M = {}

--- Show a message of this plugin.
function M.say(message, level)
  vim.notify('coupling: ' .. message, level or vim.log.levels.INFO)
end

local function start(arguments, on_exit)
  local command = vim.list_extend(project.program(), arguments)
  local environment = { NO_COLOR = '1', COLUMNS = '100' }
  local started, process = pcall(vim.system, command, { text = true, env = environment }, on_exit)
  if started then
    return process
  end
  return nil, command[1] .. ' cannot be started; :checkhealth coupling tells more'
end

--- Run a command, and give its output to a function. Failures become a message.
function M.run(arguments, on_output)
  local is_done = false
  local process, problem = start(
    arguments,
    vim.schedule_wrap(function(done)
      is_done = true
      if done.code == 0 then
        on_output(done.stdout)
      else
        local told = vim.trim(done.stderr):gsub('^coupling%-lsp: ', '')
        M.say(told ~= '' and told or ('it ended with %d'):format(done.code), vim.log.levels.ERROR)
      end
    end)
  )
  if not process then
    return M.say(problem, vim.log.levels.ERROR)
  end
  vim.defer_fn(function()
    if not is_done then
      vim.api.nvim_echo({ { 'coupling: reading the project…' } }, false, {})
    end
  end, 1000)
end

--- Run a command and wait for it, at most so many milliseconds. Gives the output, or nil and what went wrong.
function M.wait(arguments, milliseconds)
  local process, problem = start(arguments)
  if not process then
    return nil, problem
  end
  local done = process:wait(milliseconds)
  if done.code == 0 then
    return done.stdout
  end
  return nil, done.stderr ~= '' and vim.trim(done.stderr) or 'it took too long'
end

--- The arguments that list the edges of a folder for programs.
function M.edges(root)
  return vim.list_extend({ 'edges', root, '--format', 'json' }, project.arguments(root))
end

return M
