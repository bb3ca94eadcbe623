package dev.forebay.simulator.http;

import dev.forebay.simulator.Call;
import dev.forebay.simulator.SimulatedProvider;
import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.exchange.Reply.Disconnect;
import dev.forebay.simulator.exchange.Reply.Manner;
import dev.forebay.simulator.time.SimulatorClock;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client: one request at a time, as HTTP/1.1 clients do it. Confined to the thread of its channel; the
 * provider's replies are handed over to it.
 */
final class Connection extends SimpleChannelInboundHandler<FullHttpRequest> {

    private final SimulatedProvider provider;
    private final SimulatorClock clock;

    /** The call under way; null between calls. */
    private @Nullable Call current;

    Connection(SimulatedProvider provider, SimulatorClock clock) {
        this.provider = provider;
        this.clock = clock;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (current != null || !request.decoderResult().isSuccess()) {
            context.close();
            return;
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        current = provider.receive(
                raw(request), reply -> context.executor().execute(() -> carryOut(context, reply, keepAlive)));
    }

    private static RawRequest raw(FullHttpRequest request) {
        List<Header> headers = request.headers().entries().stream()
                .map(entry -> new Header(entry.getKey(), entry.getValue()))
                .toList();
        return new RawRequest(request.method().name(), request.uri(), headers, ByteBufUtil.getBytes(request.content()));
    }

    private void carryOut(ChannelHandlerContext context, Reply reply, boolean keepAlive) {
        if (reply instanceof Answer answer && context.channel().isActive()) {
            new AnswerWriter(context, clock, answer, keepAlive).write(this::ended);
        } else if (reply instanceof Disconnect disconnect) {
            if (disconnect.manner() != Manner.LOST) {
                resetOnClose(context);
            }
            ended();
            context.close();
        }
    }

    /** Makes the kernel send a reset instead of a farewell. */
    private static void resetOnClose(ChannelHandlerContext context) {
        ((SocketChannel) context.channel()).config().setSoLinger(0);
    }

    private void ended() {
        Call call = current;
        if (call != null) {
            current = null;
            call.sent();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        Call call = current;
        if (call != null) {
            current = null;
            call.clientLeft();
        }
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            context.close();
        } else {
            super.exceptionCaught(context, cause);
        }
    }
}
