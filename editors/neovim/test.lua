-- Runs inside Neovim (see `test`), in a folder that holds article-trap and article-right. Ends Neovim: 0 when all held.

local failed = 0
local top = vim.fn.getcwd()

local function check(name, body)
  local ok, problem = pcall(body)
  io.write((ok and '  ok   ' or '  FAIL ') .. name .. (ok and '' or ': ' .. tostring(problem)) .. '\n')
  failed = failed + (ok and 0 or 1)
end

local function equal(actual, expected)
  if not vim.deep_equal(actual, expected) then
    error(vim.inspect(actual) .. ' instead of ' .. vim.inspect(expected), 2)
  end
end

--- Waits until `probe` gives something, and gives it.
local function wait(what, probe)
  local value
  if not vim.wait(10000, function()
    value = probe()
    return value
  end, 20) then
    error('waited in vain for ' .. what, 2)
  end
  return value
end

--- Puts the cursor on the `column`th byte of `pattern`'s first match.
local function go(pattern, column)
  vim.fn.cursor(1, 1)
  local line, start = unpack(vim.fn.searchpos(pattern, 'cW'))
  assert(line > 0, pattern .. ' is not in ' .. vim.fn.bufname())
  vim.fn.cursor(line, start + (column or 1) - 1)
end

--- The text of the window that floats, if one does.
local function float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
      return table.concat(lines, '\n'), window
    end
  end
end

--- The hover under the cursor, once it holds `words`: a server that has just started is asked again.
local function hover(words)
  wait('a server that hovers', function()
    for _, client in pairs((vim.lsp.get_clients or vim.lsp.get_active_clients)()) do
      if client.server_capabilities.hoverProvider and vim.lsp.buf_is_attached(0, client.id) then
        return true
      end
    end
  end)
  for _ = 1, 20 do
    vim.lsp.buf.hover()
    local text
    vim.wait(500, function()
      text = float()
      return text
    end, 20)
    if text and text:find(words, 1, true) then
      return text
    end
    local _, window = float()
    if window then
      vim.api.nvim_win_close(window, true)
    end
  end
  error('no hover has ' .. words .. '; the last is ' .. tostring((float())), 2)
end

vim.cmd('filetype on')
vim.o.swapfile = false

-- The way of the README for this Neovim.
if vim.lsp.enable then
  vim.lsp.enable('traefik_ls')
else
  require('traefik_ls').setup()
end

check('the trap is found', function()
  vim.cmd('cd ' .. top .. '/article-trap | edit dynamic_conf.yaml')
  local found = wait('a finding', function()
    return vim.diagnostic.get(0)[1]
  end)
  equal(found.source, 'traefik-ls')
  equal(found.severity, vim.diagnostic.severity.WARN)
  equal(vim.fn.getline(found.lnum + 1), '        - api-strip')
  assert(found.message:find('404'), found.message)
end)

check('the finding goes with its cause, and comes back', function()
  local dynamic = vim.fn.bufnr()
  vim.cmd('edit main.go')
  go('"/api"', 2)
  vim.cmd('normal! x')
  vim.cmd('silent! %s#r.Group("api")#r.Group("/")#')
  wait('no finding', function()
    return #vim.diagnostic.get(dynamic) == 0
  end)
  vim.cmd('edit!')
  wait('the finding', function()
    return #vim.diagnostic.get(dynamic) == 1
  end)
end)

check('a router tells the way of its paths', function()
  vim.cmd('cd ' .. top .. '/article-right | edit dynamic_conf.yaml')
  go('^    api:', 5)
  local text = hover('listUsers')
  assert(text:find('/api/users', 1, true) and text:find('/users', 1, true), text)
end)

check('a middleware reference leads to the middleware', function()
  vim.cmd('edit dynamic_conf.yaml')
  go('- api-strip', 4)
  vim.lsp.buf.definition()
  wait('the jump', function()
    return vim.fn.getline('.'):find('^    api%-strip:') and true
  end)
end)

check('a router leads to its handlers in Go', function()
  vim.cmd('edit dynamic_conf.yaml')
  go('^    api:', 5)
  vim.lsp.buf.definition()
  -- Several places go into the quickfix list.
  wait('the handlers', function()
    return #vim.fn.getqflist() == 2
  end)
  vim.cmd('cfirst')
  equal(vim.fn.expand('%:t'), 'main.go')
  equal(vim.fn.getline('.'), 'func listUsers(c *gin.Context) {')
end)

check('filetypes become the language ids the server knows', function()
  local config = dofile(vim.api.nvim_get_runtime_file('lsp/traefik_ls.lua', false)[1])
  equal(config.get_language_id(0, 'yaml.docker-compose'), 'dockercompose')
  for _, filetype in ipairs({ 'yaml', 'toml', 'go' }) do
    equal(config.get_language_id(0, filetype), filetype)
  end
end)

-- Before 0.10 there is no vim.fs.root: what the shipped file asks of vim.fs, for the checks below.
local function stand_in()
  local function dirname(path)
    return vim.fn.fnamemodify(path, ':h')
  end
  local function root(bufnr, marker)
    local folder = vim.api.nvim_buf_get_name(bufnr)
    repeat
      local parent = dirname(folder)
      if parent == folder then
        return nil
      end
      folder = parent
      for _, name in ipairs(vim.fn.readdir(folder)) do
        if name == marker or (type(marker) == 'function' and marker(name)) then
          return folder
        end
      end
    until false
  end
  local function dir(folder, options)
    local found = {}
    local function read(path, depth)
      for _, name in ipairs(vim.fn.readdir(folder .. '/' .. path)) do
        local inner = path == '' and name or path .. '/' .. name
        local is_folder = vim.fn.isdirectory(folder .. '/' .. inner) == 1
        table.insert(found, { inner, is_folder and 'directory' or 'file' })
        if is_folder and depth < options.depth and options.skip(inner) ~= false then
          read(inner, depth + 1)
        end
      end
    end
    read('', 1)
    local index = 0
    return function()
      index = index + 1
      return unpack(found[index] or {})
    end
  end
  return { root = root, dir = dir, dirname = dirname, basename = function(path) return vim.fn.fnamemodify(path, ':t') end }
end

check('it attaches where Traefik is, and nowhere else', function()
  if not (vim.fs and vim.fs.root) then
    vim.fs = stand_in()
  end
  local config = dofile(vim.api.nvim_get_runtime_file('lsp/traefik_ls.lua', false)[1])
  -- The autocommands have nothing to do with this.
  vim.cmd('filetype off')

  --- The root of `file`, which holds `text`, in a folder that also holds `others`; relative to it.
  local function root(others, file, filetype, text)
    local folder = vim.fn.tempname()
    for _, name in ipairs(vim.list_extend({ file }, others)) do
      vim.fn.mkdir(vim.fn.fnamemodify(folder .. '/' .. name, ':h'), 'p')
      vim.fn.writefile(name == file and vim.split(text or '', '\n') or {}, folder .. '/' .. name)
    end
    vim.cmd('edit ' .. folder .. '/' .. file)
    vim.bo.filetype = filetype
    local found
    config.root_dir(vim.fn.bufnr(), function(dir)
      found = dir:sub(#folder + 2)
    end)
    return found
  end

  -- A marking file beside or above.
  equal(root({ 'traefik.yml' }, 'dynamic/a.yml', 'yaml'), '')
  equal(root({ 'x/compose.prod.yaml' }, 'x/main.go', 'go'), 'x')
  -- The repository is the root, and its border.
  equal(root({ '.git/HEAD', 'deploy/traefik.toml' }, 'deploy/dynamic/a.toml', 'toml'), '')
  equal(root({ 'compose.yml', 'repo/.git/HEAD' }, 'repo/values.yaml', 'yaml'), nil)
  -- A dynamic configuration, or labels, far from any.
  equal(root({}, 'conf/routes.yml', 'yaml', 'http:\n  routers: {}'), 'conf')
  equal(root({ '.git/HEAD' }, 'conf/routes.toml', 'toml', '[http.routers.a]'), '')
  equal(root({}, 'stack.yml', 'yaml', 'services:\n  a:\n    labels:\n      - traefik.enable=true'), '')
  -- Go, in a repository that has one further down, but not in a vendored folder.
  equal(root({ '.git/HEAD', 'deploy/dev/compose.yml' }, 'cmd/api/main.go', 'go'), '')
  equal(root({ '.git/HEAD', 'vendor/x/compose.yml' }, 'cmd/api/main.go', 'go'), nil)
  -- Foreign files.
  equal(root({}, 'values.yaml', 'yaml', 'http: 80\nrule: x'), nil)
  equal(root({ '.git/HEAD', 'go.mod' }, 'main.go', 'go'), nil)
  equal(root({}, 'Cargo.toml', 'toml', '[package]'), nil)
end)

io.write(failed == 0 and '  all held\n' or ('  ' .. failed .. ' failed\n'))
vim.cmd(failed == 0 and 'qall!' or 'cquit 1')
