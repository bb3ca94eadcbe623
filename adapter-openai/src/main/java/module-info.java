/** A client of OpenAI's Java SDK that goes through a pool. */
module dev.forebay.openai {
    requires transitive dev.forebay.core;
    requires dev.forebay.providers;
    // Its name is derived from that of its jar, so whoever uses it asks for it by himself.
    requires openai.java.core;
    requires static org.jspecify;

    exports dev.forebay.openai;
}
