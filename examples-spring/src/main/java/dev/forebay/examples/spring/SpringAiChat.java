package dev.forebay.examples.spring;

import dev.forebay.Forebay;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.limit.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A Spring Boot application whose model of Spring AI goes through a pool: forty calls and twenty streams from sixty threads at
 * five a second. Runs against the simulator; with {@code ANTHROPIC_API_KEY} set, against the provider, and then the calls are paid
 * for.
 */
@SpringBootApplication
public class SpringAiChat {

    static final int CALLS = 40;
    static final int STREAMS = 20;

    /** Runs the example and prints what came of it. */
    public static void main(String[] arguments) throws Exception {
        if (System.getenv("ANTHROPIC_API_KEY") != null) {
            try (ConfigurableApplicationContext context = SpringApplication.run(SpringAiChat.class, arguments)) {
                System.out.println(run(context));
            }
            return;
        }
        try (SimulatorServer simulator = simulator();
                ConfigurableApplicationContext context = start(simulator)) {
            System.out.println(run(context));
        }
    }

    static SimulatorServer simulator() throws Exception {
        SimulatorOptions options = SimulatorOptions.builder()
                .limits(Limits.parse("rpm=300,itpm=600000,otpm=120000,burst=6s"))
                .build();
        return SimulatorServer.start(options, 0);
    }

    static ConfigurableApplicationContext start(SimulatorServer simulator, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(properties));
        arguments.add("--server.port=0");
        arguments.add("--spring.ai.anthropic.base-url=" + simulator.baseUrl());
        return SpringApplication.run(SpringAiChat.class, arguments.toArray(String[]::new));
    }

    static String run(ConfigurableApplicationContext context) throws Exception {
        Numbers numbers = context.getBean(Numbers.class);
        ExecutorService threads = Executors.newFixedThreadPool(CALLS + STREAMS);
        try {
            int characters = 0;
            for (Future<String> answer : ask(numbers, threads)) {
                characters += answer.get().length();
            }
            return characters + " characters\n" + context.getBean(Forebay.class).report();
        } finally {
            threads.shutdown();
        }
    }

    /** Starts all calls and streams at once; nothing here waits or tries again. */
    static List<Future<String>> ask(Numbers numbers, ExecutorService threads) {
        List<Future<String>> answers = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            int number = call;
            answers.add(threads.submit(() -> numbers.say(number)));
        }
        for (int stream = 0; stream < STREAMS; stream++) {
            int number = stream;
            answers.add(
                    threads.submit(() -> String.join("", numbers.stream(number).toIterable())));
        }
        return answers;
    }
}
