package dev.forebay.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A proxy that tunnels each {@code CONNECT} to one address, whatever host was asked for. Thread-safe. */
final class TunnelProxy implements AutoCloseable {

    private final ServerSocket server;
    private final InetSocketAddress target;
    private volatile String firstLine = "";
    private volatile String demanded = "";

    private TunnelProxy(ServerSocket server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
    }

    static TunnelProxy start(InetSocketAddress target) throws IOException {
        TunnelProxy proxy = new TunnelProxy(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), target);
        Thread.startVirtualThread(proxy::accept);
        return proxy;
    }

    int port() {
        return server.getLocalPort();
    }

    /** The first line of the latest request. */
    String firstLine() {
        return firstLine;
    }

    /** Refuses from now on who does not send this {@code Proxy-Authorization}. */
    void demand(String authorization) {
        demanded = authorization;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.startVirtualThread(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket provider = new Socket()) {
            List<String> head = head(client);
            firstLine = head.get(0);
            boolean welcome =
                    demanded.isEmpty() || head.contains("proxy-authorization: " + demanded.toLowerCase(Locale.ROOT));
            String answer = welcome
                    ? "HTTP/1.1 200 OK\r\n\r\n"
                    : "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            if (welcome) {
                provider.connect(target);
                Thread back = Thread.startVirtualThread(() -> copy(provider, client));
                copy(client, provider);
                back.join();
            }
        } catch (IOException | InterruptedException gone) {
            // The test reads the status of the run.
        }
    }

    /** The lines of a request's head; but for the first one in lower case. */
    private static List<String> head(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        List<String> head = new ArrayList<>(List.of(String.valueOf(in.readLine())));
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.add(line.toLowerCase(Locale.ROOT));
        }
        return head;
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // The other direction ends by itself.
        }
    }
}
