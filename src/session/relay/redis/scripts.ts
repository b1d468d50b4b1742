/**
 * These scripts make all changes in Redis, each as one step, and tell the other processes in the same step. So every process is told of changes in the order in
 * which they were made. Under the prefix are
 *
 *     room:ROOM        hash     seats, opener
 *     members:ROOM     hash     address → process, ticket, network address, in one text
 *     rooms, lone      sets     of rooms, by when they are over, and by since when somebody is alone in them
 *     opened:ORIGIN, seated:ORIGIN, lone:ORIGIN    of one network address: rooms it opened, members it has, lone rooms it opened
 *     loners           set      of network addresses, by how many lone rooms they opened
 *     joins:ORIGIN     number   of joins in this minute
 *     alive:PROCESS    present while that process lives
 *
 * Every process listens on to:PROCESS. Rooms, addresses and processes are hex; a network address is hashed. All entries expire when nobody refreshes them.
 */
const HEAD = `
local p = ARGV[1]
local function tell(process, text) redis.call('PUBLISH', p .. 'to:' .. process, text) end
local function split(text) return string.match(text, '^(%S+) (%S+) (%S+)$') end
local function processes(room)
  local found = {}
  local all = redis.call('HGETALL', p .. 'members:' .. room)
  for i = 2, #all, 2 do local process = split(all[i]); found[process] = true end
  return found
end
local function notLone(room, opener)
  redis.call('ZREM', p .. 'lone', room)
  if not opener then return end
  redis.call('ZREM', p .. 'lone:' .. opener, room)
  local left = redis.call('ZCARD', p .. 'lone:' .. opener)
  if left > 0 then redis.call('ZADD', p .. 'loners', left, opener) else redis.call('ZREM', p .. 'loners', opener) end
end
local function lone(room, opener, now)
  redis.call('ZADD', p .. 'lone', 'NX', now, room)
  redis.call('ZADD', p .. 'lone:' .. opener, 'NX', now, room)
  redis.call('ZADD', p .. 'loners', redis.call('ZCARD', p .. 'lone:' .. opener), opener)
end
local function forget(room)
  local opener = redis.call('HGET', p .. 'room:' .. room, 'opener')
  redis.call('DEL', p .. 'room:' .. room, p .. 'members:' .. room)
  redis.call('ZREM', p .. 'rooms', room)
  notLone(room, opener)
  if opener then redis.call('ZREM', p .. 'opened:' .. opener, room) end
end
local function clock() local t = redis.call('TIME'); return t[1] * 1000 + math.floor(t[2] / 1000) end
local function unseat(room, address, member, now)
  local process, ticket, origin = split(member)
  redis.call('HDEL', p .. 'members:' .. room, address)
  redis.call('ZREM', p .. 'seated:' .. origin, room .. address)
  local left = redis.call('HLEN', p .. 'members:' .. room)
  if left == 0 then forget(room) return end
  if left == 1 then local opener = redis.call('HGET', p .. 'room:' .. room, 'opener'); if opener then lone(room, opener, now) end end
end
local function gone(room, address, but)
  local text = '{"kind":"gone","room":"' .. room .. '","address":"' .. address .. '"}'
  for process in pairs(processes(room)) do if process ~= but then tell(process, text) end end
end
`;

/** prefix, origin, joins a minute → 0 if one more is within the limit, otherwise the milliseconds until the minute is over. A refused one does not count. */
export const ADMIT = `${HEAD}
local key = p .. 'joins:' .. ARGV[2]
if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[3]) then return math.max(redis.call('PTTL', key), 1) end
if redis.call('INCR', key) == 1 then redis.call('PEXPIRE', key, 60000) end
return 0
`;

/**
 * prefix, room, address, seats, origin, process, ticket, most rooms, most rooms and most members of one origin, life in ms, how long a lone room is spared in
 * ms, how many lone rooms one origin may have before they go first.
 */
export const ENTER = `${HEAD}
local room, address, seats, origin, process, ticket = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local most, mostOpened, mostSeated, life, young, few = tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12]), tonumber(ARGV[13])
local now = clock()
local members, opened, seated = p .. 'members:' .. room, p .. 'opened:' .. origin, p .. 'seated:' .. origin
for _, key in ipairs({ p .. 'rooms', opened, seated }) do redis.call('ZREMRANGEBYSCORE', key, '-inf', now) end
local isOpen = redis.call('EXISTS', p .. 'room:' .. room) == 1
local older = redis.call('HGET', members, address)
if isOpen and redis.call('HGET', p .. 'room:' .. room, 'seats') ~= seats then return { 'malformed' } end
if not older and redis.call('HLEN', members) >= tonumber(seats) then return { 'roomFull' } end
if not older and redis.call('ZCARD', seated) >= mostSeated then return { 'tooManyConnections' } end
if not isOpen then
  if redis.call('ZCARD', opened) >= mostOpened then return { 'tooManyRooms', 'address' } end
  if redis.call('ZCARD', p .. 'rooms') >= most then
    local victim
    local loner = redis.call('ZREVRANGE', p .. 'loners', 0, 0, 'WITHSCORES')
    if loner[1] and tonumber(loner[2]) > few then victim = redis.call('ZRANGE', p .. 'lone:' .. loner[1], 0, 0)[1] end
    local oldest = redis.call('ZRANGE', p .. 'lone', 0, 0, 'WITHSCORES')
    if not victim and oldest[1] and now - tonumber(oldest[2]) >= young then victim = oldest[1] end
    if victim then
      for each in pairs(processes(victim)) do tell(each, '{"kind":"evicted","room":"' .. victim .. '"}') end
      forget(victim)
    end
  end
  if redis.call('ZCARD', p .. 'rooms') >= most then return { 'tooManyRooms', 'relay' } end
  redis.call('HSET', p .. 'room:' .. room, 'seats', seats, 'opener', origin)
end
local opener = redis.call('HGET', p .. 'room:' .. room, 'opener')
local others = redis.call('HGETALL', members)
redis.call('HSET', members, address, process .. ' ' .. ticket .. ' ' .. origin)
redis.call('ZADD', p .. 'rooms', now + life, room)
redis.call('ZADD', p .. 'opened:' .. opener, now + life, room)
redis.call('ZADD', seated, now + life, room .. address)
for _, key in ipairs({ p .. 'room:' .. room, members, p .. 'opened:' .. opener, seated }) do redis.call('PEXPIRE', key, life) end
if redis.call('HLEN', members) == 1 then lone(room, opener, now) else notLone(room, opener) end
local olderProcess, olderTicket = '', ''
if older then
  olderProcess, olderTicket = split(older)
  if olderProcess ~= process then tell(olderProcess, '{"kind":"replaced","room":"' .. room .. '","address":"' .. address .. '","ticket":"' .. olderTicket .. '"}') end
end
local text = '{"kind":"present","room":"' .. room .. '","address":"' .. address .. '","process":"' .. process .. '"}'
local told = processes(room)
if olderProcess ~= '' then told[olderProcess] = true end
for each in pairs(told) do if each ~= process then tell(each, text) end end
local reply = { 'entered', olderProcess, olderTicket }
for i = 1, #others, 2 do
  if others[i] ~= address then table.insert(reply, others[i]); table.insert(reply, (split(others[i + 1]))) end
end
return reply
`;

/** prefix, room, address, ticket, process. No effect if a newer connection has the address. */
export const LEAVE = `${HEAD}
local room, address = ARGV[2], ARGV[3]
local member = redis.call('HGET', p .. 'members:' .. room, address)
if not member then return 0 end
local process, ticket = split(member)
if process ~= ARGV[5] or ticket ~= ARGV[4] then return 0 end
unseat(room, address, member, clock())
gone(room, address, process)
return 1
`;

/** prefix, process, life in ms, then rooms in which the process has members, which must not expire. 0 if one of them does not exist any more. */
export const REFRESH = `${HEAD}
local life, now, all = tonumber(ARGV[3]), clock(), 1
for i = 4, #ARGV do
  local room = ARGV[i]
  local opener = redis.call('HGET', p .. 'room:' .. room, 'opener')
  if opener then
    redis.call('ZADD', p .. 'rooms', now + life, room)
    redis.call('ZADD', p .. 'opened:' .. opener, now + life, room)
    for _, key in ipairs({ p .. 'room:' .. room, p .. 'members:' .. room, p .. 'opened:' .. opener }) do redis.call('PEXPIRE', key, life) end
    local members = redis.call('HGETALL', p .. 'members:' .. room)
    for j = 1, #members, 2 do
      local process, ticket, origin = split(members[j + 1])
      if process == ARGV[2] then
        redis.call('ZADD', p .. 'seated:' .. origin, now + life, room .. members[j])
        redis.call('PEXPIRE', p .. 'seated:' .. origin, life)
      end
    end
  else all = 0 end
end
return all
`;

/** prefix, then processes, an empty text, and rooms: removes members of ended processes from the rooms. */
export const REAP = `${HEAD}
local dead, i = {}, 2
while ARGV[i] ~= '' do
  if redis.call('EXISTS', p .. 'alive:' .. ARGV[i]) == 0 then dead[ARGV[i]] = true end
  i = i + 1
end
if next(dead) == nil then return 0 end
local now = clock()
for j = i + 1, #ARGV do
  local room = ARGV[j]
  local all = redis.call('HGETALL', p .. 'members:' .. room)
  for k = 1, #all, 2 do
    local process = split(all[k + 1])
    if dead[process] then unseat(room, all[k], all[k + 1], now); gone(room, all[k], '') end
  end
end
return 1
`;
