/** The limiter: token buckets, retry, money and the pool. No dependencies. */
module dev.forebay.core {
    requires static org.jspecify;

    exports dev.forebay.signal;
    exports dev.forebay.time;
}
