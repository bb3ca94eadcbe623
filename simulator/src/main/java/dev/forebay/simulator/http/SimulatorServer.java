package dev.forebay.simulator.http;

import dev.forebay.simulator.SimulatedProvider;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.time.SimulatorClock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A {@link SimulatedProvider} behind a port of the loopback interface, over HTTP/1.1 with connections that are kept open.
 *
 * <p>Thread-safe. {@link #start} and {@link #close} block for as long as it takes to open and close the port.
 */
public final class SimulatorServer implements AutoCloseable {

    static {
        // Without these Netty reaches for sun.misc.Unsafe and native libraries, and JDK 24 and later print a warning.
        setUnlessSet("io.netty.noUnsafe", "true");
        setUnlessSet("io.netty.transport.noNative", "true");
    }

    /** The reading and writing of a few thousand connections is little work. */
    private static final int THREADS = 2;

    /** So many clients may knock at the same instant. */
    private static final int BACKLOG = 4096;

    /** A little more than the provider takes, so that the provider itself can refuse. */
    private static final int LARGEST_REQUEST_BYTES = 40 * 1024 * 1024;

    private static final long CLOSE_SECONDS = 2;

    /** One or two are enough. */
    private static final int MOST_PROBES = 100_000;

    private static final Duration LONGEST_REFUSAL = Duration.ofHours(1);

    /** Between two tries to open the port again, should someone else sit on it. */
    private static final long REOPEN_NANOS = 20_000_000;

    private final SimulatedProvider provider;
    private final SimulatorClock clock;
    private final EventLoopGroup threads;
    private final ServerBootstrap bootstrap;
    private final int port;

    /** Read and written by whoever opens or closes the port. */
    private volatile Channel listener;

    private SimulatorServer(
            SimulatedProvider provider,
            SimulatorClock clock,
            EventLoopGroup threads,
            ServerBootstrap bootstrap,
            Channel listener) {
        this.provider = provider;
        this.clock = clock;
        this.threads = threads;
        this.bootstrap = bootstrap;
        this.listener = listener;
        this.port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /**
     * Opens a port.
     *
     * @param port from 0 to 65535; 0 takes any free one
     * @throws IOException if the port cannot be opened, for example because it is in use
     */
    public static SimulatorServer start(SimulatorOptions options, int port) throws IOException {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + "; allowed is 0 (any free one) to 65535");
        }
        SimulatorClock clock = SimulatorClock.system();
        SimulatedProvider provider = new SimulatedProvider(options, clock);
        EventLoopGroup threads = new MultiThreadIoEventLoopGroup(
                THREADS, new DefaultThreadFactory("simulator-http", true), NioIoHandler.newFactory());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(LARGEST_REQUEST_BYTES))
                                .addLast(new Connection(provider, clock));
                    }
                });
        ChannelFuture bound = bootstrap.bind(address(port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            threads.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
            throw new IOException(
                    "port " + port + " cannot be opened: " + bound.cause().getMessage(), bound.cause());
        }
        return new SimulatorServer(provider, clock, threads, bootstrap, bound.channel());
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The port that is open. */
    public int port() {
        return port;
    }

    /** The address to which the paths of the provider are added, such as {@code http://127.0.0.1:9000}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The provider behind the port. */
    public SimulatedProvider provider() {
        return provider;
    }

    /**
     * Closes the port for a while, so that new connections are refused; those that are open stay. Blocks until the first one
     * is.
     *
     * @param time from 1 ms to 1 h
     * @return completed when the port is open again
     */
    public CompletableFuture<Void> refuseConnections(Duration time) {
        if (time.toMillis() < 1 || time.compareTo(LONGEST_REFUSAL) > 0) {
            throw new IllegalArgumentException("time to refuse is " + time + "; allowed is 1 ms to 1 h");
        }
        CompletableFuture<Void> open = new CompletableFuture<>();
        listener.close().awaitUninterruptibly();
        awaitRefusal();
        clock.schedule(time.toNanos(), () -> reopen(open));
        return open;
    }

    /** The kernel goes on to accept until the thread of the port has let go of it, which it does a little after closing. */
    private void awaitRefusal() {
        for (int probe = 0; probe < MOST_PROBES; probe++) {
            if (refuses()) {
                return;
            }
        }
        throw new IllegalStateException("port " + port + " does not close");
    }

    private boolean refuses() {
        try (Socket socket = new Socket()) {
            socket.connect(address(port));
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException halfClosed) {
            return false;
        }
    }

    private void reopen(CompletableFuture<Void> open) {
        if (threads.isShuttingDown()) {
            open.cancel(false);
            return;
        }
        bootstrap.bind(address(port)).addListener((ChannelFutureListener) bound -> {
            if (bound.isSuccess()) {
                listener = bound.channel();
                open.complete(null);
            } else {
                clock.schedule(REOPEN_NANOS, () -> reopen(open));
            }
        });
    }

    /** Closes the port and all connections. */
    @Override
    public void close() {
        threads.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
