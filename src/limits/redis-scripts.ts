/*
 * The steps of attempt-policy.ts inside Redis, where no other client comes between. Of each subject there is a hash
 * (f failures, u locked until, x forget at) and a sorted set of the attempts under way, each with the moment from which
 * it no longer counts: an instance that dies must not hold its places for ever.
 */

/** KEYS: hash and set of each subject. ARGV: now, the attempt's id, milliseconds that it holds its places, budgets. */
export const ADMIT = `
local now = tonumber(ARGV[1])
local busy, lock, longest = 0, 0, 0
for i = 1, #KEYS / 2 do
  local kept = redis.call('HMGET', KEYS[2 * i - 1], 'f', 'u', 'x')
  local failures, lockedUntil = tonumber(kept[1] or 0), tonumber(kept[2] or 0)
  if tonumber(kept[3] or 0) <= now then failures, lockedUntil = 0, 0 end
  if lockedUntil - now > longest then lock, longest = i, lockedUntil - now end
  redis.call('ZREMRANGEBYSCORE', KEYS[2 * i], '-inf', now)
  if redis.call('ZCARD', KEYS[2 * i]) >= math.max(1, tonumber(ARGV[3 + i]) - failures) and busy == 0 then busy = i end
end
if lock > 0 then return {'locked', lock, longest} end
if busy > 0 then return {'busy', busy, 0} end
for i = 1, #KEYS / 2 do
  redis.call('ZADD', KEYS[2 * i], now + tonumber(ARGV[3]), ARGV[2])
  redis.call('PEXPIRE', KEYS[2 * i], ARGV[3])
end
return {'admitted', 0, 0}
`;

/** KEYS: as above. ARGV: now, the attempt's id, the outcome, the policies as JSON. */
export const SETTLE = `
local now, outcome, policies = tonumber(ARGV[1]), ARGV[3], cjson.decode(ARGV[4])
for i = 1, #KEYS / 2 do
  local policy, key = policies[i], KEYS[2 * i - 1]
  redis.call('ZREM', KEYS[2 * i], ARGV[2])
  if outcome == 'success' and policy.cleared then
    redis.call('DEL', key)
  elseif outcome == 'failure' then
    local kept = redis.call('HMGET', key, 'f', 'u', 'x')
    local failures, lockedUntil, forgetAt = tonumber(kept[1] or 0), tonumber(kept[2] or 0), tonumber(kept[3] or 0)
    if forgetAt <= now then failures, lockedUntil, forgetAt = 0, 0, 0 end
    failures = failures + 1
    local spent = failures - policy.budget
    if policy.window > 0 then
      if failures == 1 then forgetAt = now + policy.window end
      if spent >= 0 then lockedUntil = forgetAt end
    else
      if spent >= 0 then lockedUntil = now + math.min(policy.longest, policy.pause * policy.factor ^ spent) end
      forgetAt = math.max(now, lockedUntil) + (spent >= 0 and policy.longMemory or policy.memory)
    end
    redis.call('HSET', key, 'f', failures, 'u', string.format('%.0f', lockedUntil), 'x', string.format('%.0f', forgetAt))
    redis.call('PEXPIRE', key, string.format('%.0f', forgetAt - now))
  end
end
return 'OK'
`;
