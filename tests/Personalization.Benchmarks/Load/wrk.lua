-- Load for wrk (https://github.com/wg/wrk), a generator that this project did not write.
--
--   curl -s 'http://127.0.0.1:5080/v1/popular?count=200' | jq -r '.items[].id' > items.txt
--   wrk -t1 -c64 -d10s -s wrk.lua http://127.0.0.1:5080 -- MODE items.txt [USERS] [REQUESTS]
--
-- MODE:     lists    cached lists of 20 items
--           events   single events
--           batches  batches of 100 events
--           pairs    an event, then the fresh list of its user: requests/s are twice the pairs/s
-- USERS:    the number of users, default 2000
-- REQUESTS: stop after this number of requests; default none. With one thread only.
--
-- wrk reports answers other than 2xx as "Non-2xx or 3xx responses".

local batch = 100
local distance = 96 -- events between a user's event and the user's list, so that the event is acknowledged by then
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

local mode, users, items, most, run
local sent = 0
local events = 0
local first, last, waiting = 1, 0, {}
local list_is_next = false

function init(args)
  mode = args[1] or "lists"
  assert(mode == "lists" or mode == "events" or mode == "batches" or mode == "pairs",
    "MODE must be lists, events, batches or pairs but was " .. mode)
  items = {}
  assert(args[2], "the file of item ids is missing")
  for line in io.lines(args[2]) do
    items[#items + 1] = line
  end
  assert(#items > 0, "the file of item ids is empty")
  users = tonumber(args[3] or "2000")
  most = tonumber(args[4] or "0")
  run = string.format("%s-%d-%d", mode, os.time(), number)
  math.randomseed(number)
  wrk.headers["Content-Type"] = "application/json"
end

local function user()
  return "wrk" .. math.random(users)
end

local function event(name)
  events = events + 1
  return string.format(
    '{"eventId":"%s-%d","userId":"%s","type":"view","itemId":"%s"}', run, events, name, items[math.random(#items)])
end

local function list(name)
  return wrk.format("GET", "/v1/users/" .. name .. "/recommendations?count=20", nil, "")
end

local function pair()
  local list_now = list_is_next and last - first + 1 > distance
  list_is_next = not list_is_next
  if list_now then
    local name = waiting[first]
    waiting[first] = nil
    first = first + 1
    return list(name)
  end

  local name = user()
  last = last + 1
  waiting[last] = name
  return wrk.format("POST", "/v1/events", nil, event(name))
end

function request()
  sent = sent + 1
  if most > 0 and sent > most then
    wrk.thread:stop()
  end

  if mode == "lists" then
    return list(user())
  elseif mode == "events" then
    return wrk.format("POST", "/v1/events", nil, event(user()))
  elseif mode == "pairs" then
    return pair()
  end

  local lines = {}
  for i = 1, batch do
    lines[i] = event(user())
  end

  return wrk.format("POST", "/v1/events", nil, "[" .. table.concat(lines, ",") .. "]")
end
