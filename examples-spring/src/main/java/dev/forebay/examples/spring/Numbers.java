package dev.forebay.examples.spring;

import java.util.Objects;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;

// region call-site
/** A program's own code, which knows nothing of limits: the model that it is given goes through a pool. */
@Service
public class Numbers {

    private final ChatModel model;

    Numbers(ChatModel model) {
        this.model = model;
    }

    String say(int number) {
        return Objects.requireNonNullElse(model.call("Say the number " + number + "."), "");
    }

    Flux<String> stream(int number) {
        return model.stream("Say the number " + number + ".");
    }
}
// endregion
