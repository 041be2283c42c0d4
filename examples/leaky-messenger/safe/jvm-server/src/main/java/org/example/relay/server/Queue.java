package org.example.relay.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import redis.clients.jedis.JedisPooled;

/** Keeps what waits for a device that is not there. */
public final class Queue {
    private final ObjectMapper mapper = new ObjectMapper();
    private final JedisPooled redis;

    public Queue(JedisPooled redis) {
        this.redis = redis;
    }

    public void add(long recipient, Envelope waiting) throws JsonProcessingException {
        redis.rpush("queue:" + recipient, mapper.writeValueAsString(waiting));
    }
}
