---@brief
---
--- https://github.com/traefik-ls/traefik-ls
---
--- What happens to this request? Reads Traefik's configuration and the Go program behind it.
---
--- ```sh
--- cargo install --locked --git https://github.com/traefik-ls/traefik-ls traefik-ls
--- ```
---
--- It attaches where a static configuration, a Compose file or a `traefik-ls.toml` lies in the buffer's folder or above
--- it, to dynamic configuration wherever it lies, and to Go in a repository that holds one of these. The root is the
--- repository, because a program and the Traefik before it seldom share a folder.

---@param name string
local function is_marker(name)
  return name == 'traefik-ls.toml'
    or name:find('^traefik%.ya?ml$') ~= nil
    or name == 'traefik.toml'
    or name:find('^compose.*%.ya?ml$') ~= nil
    or name:find('^docker%-compose.*%.ya?ml$') ~= nil
end

-- Where nobody keeps what he writes by hand, and where the search would take long.
local ignored = { ['.git'] = true, node_modules = true, vendor = true, target = true, dist = true }

--- Whether one of the marking files lies in `folder` or up to two levels below it.
---@param folder string
local function holds_marker(folder)
  local function skip(path)
    return not ignored[vim.fs.basename(path)]
  end
  for path, kind in vim.fs.dir(folder, { depth = 3, skip = skip }) do
    if kind ~= 'directory' and is_marker(vim.fs.basename(path)) then
      return true
    end
  end
  return false
end

--- Whether the buffer's own text is Traefik's: a dynamic configuration, or labels.
---@param bufnr integer
local function is_traefik(bufnr)
  for _, line in ipairs(vim.api.nvim_buf_get_lines(bufnr, 0, 500, false)) do
    if line:find('^http:%s*$') or line:find('^tcp:%s*$') or line:find('^udp:%s*$') then
      return true
    elseif line:find('^%s*%[%[?http%.') or line:find('^%s*%[%[?tcp%.') or line:find('^%s*%[%[?udp%.') then
      return true
    elseif line:find('traefik%.http%.') or line:find('traefik%.tcp%.') or line:find('traefik%.enable') then
      return true
    end
  end
  return false
end

---@type vim.lsp.Config
return {
  cmd = { 'traefik-ls', '--stdio' },
  filetypes = { 'yaml', 'yaml.docker-compose', 'toml', 'go' },
  root_dir = function(bufnr, on_dir)
    local repository = vim.fs.root(bufnr, '.git')
    local marked = vim.fs.root(bufnr, is_marker)
    -- What lies above the repository is somebody else's: a Compose file in the home folder marks nothing.
    if repository and marked and #marked < #repository then
      marked = nil
    end
    if marked then
      on_dir(repository or marked)
    elseif vim.bo[bufnr].filetype == 'go' then
      if repository and holds_marker(repository) then
        on_dir(repository)
      end
    elseif is_traefik(bufnr) then
      on_dir(repository or vim.fs.dirname(vim.api.nvim_buf_get_name(bufnr)))
    end
  end,
  get_language_id = function(_, filetype)
    return filetype == 'yaml.docker-compose' and 'dockercompose' or filetype
  end,
  capabilities = {
    -- Off by default on Linux: without it the server sees a file that another program changed only with the next save.
    workspace = { didChangeWatchedFiles = { dynamicRegistration = true } },
  },
}
