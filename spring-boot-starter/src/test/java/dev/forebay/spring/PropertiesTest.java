package dev.forebay.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What is wrong in a property keeps the application from starting, in words that say where, what, and what is allowed. */
class PropertiesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    forebay.limits=rpm=0                                      | forebay.limits                    | rpm=0 is out of range; allowed: whole numbers from 1
                    forebay.limits=rqm=5                                      | forebay.limits                    | 'rqm=5' is not one of rpm=, rpd=
                    forebay.max-attempts=0                                    | forebay.max-attempts              | max attempts is 0; allowed: 1 to 100
                    forebay.budget=0                                          | forebay.budget                    | budget is 0 dollars; allowed: a billionth to a billion
                    forebay.pools.gpt-5-mini.price=in=5000,out=1              | forebay.pools.gpt-5-mini.price    | price of input is 5000 dollars per million tokens; allowed: 0 to 1000
                    forebay.pools.gpt-5-mini.limits=rpm=5,rpm=6               | forebay.pools.gpt-5-mini.limits   | rpm stands twice
                    forebay.pools.gpt-5-mini.provider=gemini                  | forebay.pools.gpt-5-mini.provider | allowed: anthropic and openai
                    forebay.pools.gpt-5-mini.limits=itpm=5k                   | forebay.pools.gpt-5-mini.limits   | of OpenAI, who meters all tokens together
                    forebay.pools.claude-haiku-4-5.limits=tpm=5k              | forebay.pools.claude-haiku-4-5.limits | of Anthropic, who meters input and output tokens apart
                    forebay.pools.claude-opus-4-8.limits=rpm=5                | forebay.pools                     | write forebay.pools[claude-opus-4.x].limits
                    forebay.pools.claude-haiku-4-5-20251001.limits=rpm=5      | forebay.pools                     | write forebay.pools.claude-haiku-4-5.limits
                    forebay.pools.claudehaiku45.limits=rpm=5                  | forebay.pools                     | write forebay.pools.claude-haiku-4-5.limits
                    forebay.pools.gpt-4.1-mini.limits=rpm=5                   | forebay.pools.gpt-4.1-mini.limits | were left unbound
                    forebay.limitz=rpm=5                                      | forebay.limitz                    | were left unbound
                    forebay.budget=5.00                                       | forebay.budget                    | the price of some-model is not known
                    """)
    void isRefused(String line, String property, String words) {
        int equals = line.indexOf('=');
        Context.starter()
                .withPropertyValues(
                        line.substring(0, equals) + ":" + line.substring(equals + 1),
                        line.startsWith("forebay.budget=5") ? "forebay.pools.some-model.limits:rpm=5" : "unused:1")
                .run(context -> {
                    Throwable failure = context.getStartupFailure();
                    assertNotNull(failure, "it started");
                    StringBuilder said = new StringBuilder();
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        said.append(cause.getMessage()).append('\n');
                    }
                    assertTrue(said.indexOf(property) >= 0, said::toString);
                    assertTrue(said.indexOf(words) >= 0, said::toString);
                });
    }

    @Test
    void limitsForAllAreRefusedWhereTheyAreNotTheProviders() {
        Context.springAi("http://127.0.0.1:1")
                .withPropertyValues("forebay.limits:rpm=5,tpm=5k")
                .run(context -> {
                    Throwable failure = context.getStartupFailure();
                    assertNotNull(failure, "it started");
                    while (failure.getCause() != null) {
                        failure = failure.getCause();
                    }
                    String said = String.valueOf(failure.getMessage());
                    assertTrue(said.contains("forebay.limits") && said.contains("claude-haiku-4-5.limits"), said);
                });
    }

    @Test
    void anUnknownOneIsNamedWithThoseThatThereAre() {
        Context.starter()
                .withPropertyValues("forebay.pools.gpt-4.1-mini.limits:rpm=5")
                .run(context -> {
                    Throwable failure = context.getStartupFailure();
                    assertNotNull(failure, "it started");
                    FailureAnalysis said = SpringFactoriesLoader.forDefaultResourceLocation()
                            .load(FailureAnalyzer.class, (type, name, unmakeable) -> {})
                            .stream()
                            .filter(UnknownPropertyFailureAnalyzer.class::isInstance)
                            .map(analyzer -> analyzer.analyze(failure))
                            .findFirst()
                            .orElseThrow();
                    assertNotNull(said);
                    assertEquals("There is no property forebay.pools.gpt-4.1-mini.limits.", said.getDescription());
                    assertTrue(String.valueOf(said.getAction()).contains("needs brackets"), said::getAction);
                });
    }

    @Test
    void attemptsOfAForebayThatIsThereAlready() {
        Context.starter()
                .withBean(Forebay.class, Forebay::create)
                .withPropertyValues("forebay.max-attempts:3")
                .run(context -> {
                    Throwable failure = context.getStartupFailure();
                    assertNotNull(failure, "it started");
                    assertTrue(String.valueOf(failure.getMessage()).contains("of your own"), failure::toString);
                });
    }
}
