/** The suite that every job store must pass. */
module dev.forebay.queue.contract {
    requires transitive dev.forebay.queue;
    requires transitive org.junit.jupiter.api;
    requires java.sql;
    requires static org.jspecify;

    exports dev.forebay.queue.contract;
}
