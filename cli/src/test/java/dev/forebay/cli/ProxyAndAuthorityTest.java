package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run from behind a company's proxy that wants a password, to a provider whose certificate only the company's own authority vouches for. No name
 * server knows the provider: only the proxy can reach it.
 */
class ProxyAndAuthorityTest {

    private static final String PASSWORD = "changeit";
    private static final String HOST = "provider.test";
    private static final byte[] ANSWER = ("{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
                    + "\"content\":[{\"type\":\"text\",\"text\":\"Paris\"}],\"stop_reason\":\"end_turn\","
                    + "\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}")
            .getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final Set<String> headers = ConcurrentHashMap.newKeySet();
    private HttpsServer provider;
    private TunnelProxy proxy;

    @BeforeEach
    void start() throws Exception {
        provider = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.setHttpsConfigurator(new HttpsConfigurator(context()));
        provider.createContext("/v1/messages", exchange -> {
            headers.addAll(exchange.getRequestHeaders().keySet());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
        });
        provider.start();
        proxy = TunnelProxy.start(provider.getAddress());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        provider.stop(0);
    }

    /** A certificate that vouches for itself, which a store of trusted ones must hold to be believed. */
    private SSLContext context() throws Exception {
        Path store = folder.resolve("authority.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + HOST,
                        "-ext",
                        "san=dns:" + HOST,
                        "-ext",
                        "bc=ca:true",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private Child run(String properties, String... more) throws IOException {
        Path input = Files.writeString(folder.resolve("in.jsonl"), "{\"id\":\"1\",\"text\":\"France\"}\n");
        List<String> run = new ArrayList<>(List.of(
                "run", input.toString(), "--prompt", "The capital of {text}?", "--base-url", "https://" + HOST));
        run.addAll(List.of(more));
        return Child.start(
                folder,
                List.of("env", "ANTHROPIC_API_KEY=none-at-all", "JDK_JAVA_OPTIONS=" + properties),
                run.toArray(String[]::new));
    }

    @Test
    void bothAreTakenFromThePropertiesOfTheVirtualMachine() throws Exception {
        proxy.demand("Basic dXNlcjpzZWNyZXQ=");
        Child child = run(
                "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=" + proxy.port()
                        + " -Djdk.http.auth.tunneling.disabledSchemes= -Djavax.net.ssl.trustStore="
                        + folder.resolve("authority.p12") + " -Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                "--header",
                "Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=");
        assertEquals(0, child.status(), child.output());
        assertTrue(
                Files.readString(folder.resolve("in.jsonl.results.jsonl")).contains("\"text\":\"Paris\""),
                child.output());
        assertEquals("CONNECT " + HOST + ":443 HTTP/1.1", proxy.firstLine());
        assertFalse(headers.contains("Proxy-authorization"), headers::toString);
    }
}
