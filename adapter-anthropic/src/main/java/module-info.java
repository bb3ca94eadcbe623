/** A client of Anthropic's Java SDK that goes through a pool. */
module dev.forebay.anthropic {
    requires transitive com.anthropic.core;
    requires transitive dev.forebay.core;
    requires dev.forebay.providers;
    requires static org.jspecify;

    exports dev.forebay.anthropic;
}
