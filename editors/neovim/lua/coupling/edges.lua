-- :CouplingEdges: the edges of a project in the quickfix list.

local cli = require('coupling.cli')
local project = require('coupling.project')

local M = {}

M.VERDICTS = { 'approved', 'tech-debt', 'undeclared', 'forbidden' }
M.KINDS = require('coupling.kinds')

local LETTERS = { forbidden = 'E', undeclared = 'W', ['tech-debt'] = 'I', approved = 'N' }

--- What the words of a command line ask for: `apps`, `verdict`, `kind`; or nil and what is wrong.
local function parse(words)
  local wanted = { apps = {}, verdict = {}, kind = {} }
  local known = { verdict = M.VERDICTS, kind = M.KINDS }
  for _, word in ipairs(words) do
    local name, values = word:match('^(%w+)=(.*)$')
    if not name then
      table.insert(wanted.apps, word)
    elseif not known[name] then
      return nil, ('%s is no filter; there are verdict=… and kind=…'):format(name)
    else
      for value in vim.gsplit(values, ',') do
        if not vim.list_contains(known[name], value) then
          return nil, ('%s=%s: it is one of %s'):format(name, value, table.concat(known[name], ', '))
        end
        wanted[name][value] = true
      end
    end
  end
  if #wanted.apps > 2 then
    return nil, 'name at most two apps: from which, to which'
  end
  return wanted
end

local function is_wanted(edge, wanted)
  local function allows(set, value)
    return next(set) == nil or set[value] == true
  end
  return allows(wanted.verdict, edge.verdict) and allows(wanted.kind, edge.kind)
end

--- The lines of a file, or nothing when its columns are its bytes.
local function lines_beyond_ascii(path)
  local file = io.open(path, 'rb')
  local content = file and file:read('*a') or ''
  if file then
    file:close()
  end
  return content:find('[\128-\255]') and vim.split(content, '\r?\n') or {}
end

--- Byte columns of a span, whose own columns count characters.
local function columns(lines, source)
  local line = lines[source.line]
  if not line then
    return source.column, source.end_column
  end
  local last = vim.str_utfindex(line, 'utf-32')
  local function byte(column)
    return vim.str_byteindex(line, 'utf-32', math.min(column - 1, last)) + 1
  end
  return byte(source.column), byte(source.end_column)
end

local function text(edge)
  local told = edge.why and edge.why ~= vim.NIL and (': ' .. edge.why) or ''
  local target = edge.target.app .. '.' .. (edge.target.symbol ~= vim.NIL and edge.target.symbol or edge.target.module)
  return ('%s %s  %s → %s%s'):format(edge.verdict, edge.kind, edge.source.app, target, told)
end

local function items(root, edges)
  local files = vim.defaulttable(lines_beyond_ascii)
  return vim.tbl_map(function(edge)
    local path = vim.fs.joinpath(root, edge.source.path)
    local column, end_column = columns(files[path], edge.source)
    return {
      filename = path,
      lnum = edge.source.line,
      col = column,
      end_lnum = edge.source.end_line,
      end_col = end_column,
      type = LETTERS[edge.verdict],
      text = text(edge),
    }
  end, edges)
end

--- Fill the quickfix list with the edges the words ask for: `[from] [to] [verdict=…] [kind=…]`.
function M.list(words)
  local wanted, problem = parse(words)
  if not wanted then
    return cli.say(problem, vim.log.levels.ERROR)
  end
  local root, arguments = project.root(), nil
  arguments = cli.edges(root)
  for place, option in ipairs({ '--from', '--to' }) do
    if wanted.apps[place] and wanted.apps[place] ~= '*' then
      vim.list_extend(arguments, { option, wanted.apps[place] })
    end
  end
  cli.run(arguments, function(output)
    local edges = vim.tbl_filter(function(edge)
      return is_wanted(edge, wanted)
    end, vim.json.decode(output).edges)
    if #edges == 0 then
      return cli.say(vim.trim('no edge: ' .. table.concat(words, ' ')))
    end
    local title = vim.trim(':CouplingEdges ' .. table.concat(words, ' '))
    vim.fn.setqflist({}, ' ', { title = title, items = items(root, edges) })
    vim.cmd('botright copen')
  end)
end

return M
