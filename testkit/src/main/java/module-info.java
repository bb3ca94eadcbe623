/** For tests of code that uses Forebay. Brings the simulator and the manual clock with it. */
module dev.forebay.testkit {
    requires transitive dev.forebay.core;
    requires transitive dev.forebay.providers;
    requires transitive dev.forebay.simulator;
    requires java.logging;
    requires jdk.httpserver;
    requires static org.jspecify;

    exports dev.forebay.testkit;
}
