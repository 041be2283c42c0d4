package relay

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

const lifetime = 30 * 24 * time.Hour

// Queue keeps messages until a device asks for them.
type Queue struct {
	redis *redis.Client
}

// NewQueue keeps messages in Redis.
func NewQueue(client *redis.Client) *Queue {
	return &Queue{redis: client}
}

// Add puts something into the queue of an account.
func (q *Queue) Add(ctx context.Context, account int64, waiting any) error {
	data, err := json.Marshal(waiting)
	if err != nil {
		return err
	}
	key := fmt.Sprintf("waiting:%d", account)
	if err := q.redis.RPush(ctx, key, data).Err(); err != nil {
		return err
	}
	return q.redis.Expire(ctx, key, lifetime).Err()
}
