/** The HttpClient of the JDK with a pool in it. */
module dev.forebay.http {
    requires transitive dev.forebay.core;
    requires dev.forebay.providers;
    requires transitive java.net.http;
    requires static org.jspecify;

    exports dev.forebay.http;
}
