package dev.forebay.providers.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that does to each connection what a script says: answers, hangs, cuts, resets. */
public final class ScriptedServer implements AutoCloseable {

    /** One connection, after its first request was read. */
    public interface Script {
        void run(Connection connection) throws IOException, InterruptedException;
    }

    /** What a script can do. */
    public static final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        public void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Waits until the client is gone: what a server that hangs sees. */
        public void awaitEnd() {
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException reset) {
                // Gone as well.
            }
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        String readRequest() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("no request");
                }
                head.write(next);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(text);
            byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
            return text + new String(body, StandardCharsets.UTF_8);
        }
    }

    final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private final ServerSocket listener;

    /** Opens a port and runs the script for each connection. */
    public ScriptedServer(Script script) throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> accept(script), "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1/messages");
    }

    public String awaitRequest() throws InterruptedException {
        return await(requests);
    }

    void awaitEnd() throws InterruptedException {
        String name = await(ended);
        if (!name.equals("ended")) {
            throw new AssertionError(name);
        }
    }

    private static String await(BlockingQueue<String> queue) throws InterruptedException {
        String next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    private void accept(Script script) {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                Connection connection = new Connection(socket);
                requests.add(connection.readRequest());
                script.run(connection);
            } catch (IOException | InterruptedException over) {
                // The client or the test has ended it.
            }
            ended.add("ended");
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
