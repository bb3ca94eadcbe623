/** What happens in pools, as meters of Micrometer. */
module dev.forebay.micrometer {
    requires transitive dev.forebay.core;
    // Its jar is no module yet, so whoever uses it asks for it by himself.
    requires micrometer.core;
    requires static org.jspecify;

    exports dev.forebay.micrometer;
}
