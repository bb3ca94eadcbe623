package dev.forebay.examples.dropin;

import com.anthropic.client.AnthropicClient;
import com.openai.client.OpenAIClient;
import dev.langchain4j.model.chat.ChatModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;

/** A client library, and the program that is written with it. */
enum Library {
    ANTHROPIC(AnthropicClient.class, "itpm=600000,otpm=120000") {
        @Override
        Program open(URI baseUrl, boolean withForebay) {
            return new AnthropicProgram(baseUrl, withForebay);
        }
    },

    OPENAI(OpenAIClient.class, "tpm=600000") {
        @Override
        Program open(URI baseUrl, boolean withForebay) {
            return new OpenAiProgram(baseUrl, withForebay);
        }
    },

    JDK(HttpClient.class, "itpm=600000,otpm=120000") {
        @Override
        Program open(URI baseUrl, boolean withForebay) {
            return new JdkProgram(baseUrl, withForebay);
        }
    },

    LANGCHAIN4J(ChatModel.class, "itpm=600000,otpm=120000") {
        @Override
        Program open(URI baseUrl, boolean withForebay) {
            return new LangChain4jProgram(baseUrl, withForebay);
        }

        @Override
        List<Way> ways() {
            return List.of(Way.BLOCKING, Way.STREAMS);
        }
    };

    /** Limits of tokens that do not bind here, in the provider's own dimensions. */
    final String tokenLimits;

    private final Class<?> type;

    Library(Class<?> type, String tokenLimits) {
        this.type = type;
        this.tokenLimits = tokenLimits;
    }

    /** The program against a provider, as it is or with the one line added. */
    abstract Program open(URI baseUrl, boolean withForebay);

    /** The ways of asking that it has. */
    List<Way> ways() {
        return List.of(Way.values());
    }

    /** The jar that really runs, with its version; the JDK's version for what it has itself. */
    String jar() {
        return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(location -> String.valueOf(Path.of(location.getPath()).getFileName()))
                .filter(name -> name.endsWith(".jar"))
                .map(name -> name.substring(0, name.length() - ".jar".length()))
                .orElse("JDK " + Runtime.version().feature() + " HttpClient");
    }
}
