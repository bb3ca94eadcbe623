package dev.forebay.simulator.http;

import dev.forebay.simulator.exchange.Chunk;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.time.SimulatorClock;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/** Writes one answer, piece by piece, with its delays. Confined to the thread of its channel. */
final class AnswerWriter {

    private final ChannelHandlerContext context;
    private final SimulatorClock clock;
    private final Answer answer;
    private final boolean keepAlive;

    AnswerWriter(ChannelHandlerContext context, SimulatorClock clock, Answer answer, boolean keepAlive) {
        this.context = context;
        this.clock = clock;
        this.answer = answer;
        this.keepAlive = keepAlive;
    }

    /**
     * Writes the headers, and the pieces when their time has come.
     *
     * @param ended runs when the last byte is about to leave; never if the client leaves before
     */
    void write(Runnable ended) {
        HttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
        answer.headers().forEach(header -> response.headers().add(header.name(), header.value()));
        if (answer.streamed()) {
            response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else {
            int length = answer.bytes().length;
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.complete() ? length : 2 * length + 1);
        }
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        context.write(response);
        piece(0, ended);
    }

    private void piece(int index, Runnable ended) {
        if (index == answer.body().size()) {
            end(ended);
            return;
        }
        Chunk chunk = answer.body().get(index);
        if (chunk.delayNanos() == 0) {
            send(index, ended);
            return;
        }
        context.flush();
        clock.schedule(
                chunk.delayNanos(),
                () -> context.executor().execute(() -> {
                    if (context.channel().isActive()) {
                        send(index, ended);
                    }
                }));
    }

    private void send(int index, Runnable ended) {
        context.write(new DefaultHttpContent(
                Unpooled.wrappedBuffer(answer.body().get(index).bytes())));
        piece(index + 1, ended);
    }

    /**
     * The end is told before the last byte is written, so that nobody who holds an answer in hand finds the ledger without
     * it.
     */
    private void end(Runnable ended) {
        ended.run();
        if (!answer.complete()) {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else if (keepAlive) {
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
