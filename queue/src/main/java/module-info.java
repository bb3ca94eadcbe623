/** Durable jobs: the API, the states, the store interface and an in-memory store. */
module dev.forebay.queue {
    requires transitive dev.forebay.core;
    requires static org.jspecify;

    exports dev.forebay.queue;
}
