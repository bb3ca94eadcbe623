/** The limiter: token buckets, retry, money and the pool. No dependencies. */
module dev.forebay.core {
    requires static org.jspecify;

    exports dev.forebay;
    exports dev.forebay.event;
    exports dev.forebay.limit;
    exports dev.forebay.money;
    exports dev.forebay.pool;
    exports dev.forebay.retry;
    exports dev.forebay.signal;
    exports dev.forebay.time;
}
