package dev.forebay.providers.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The body of a streamed answer on its way to whoever asked: its bytes pass unchanged and as they come, and are read in
 * passing.
 *
 * <p>Reading blocks as the stream behind it does. One thread reads; any thread may close.
 */
public final class AnswerTee extends InputStream {

    private final InputStream body;
    private final StreamedAnswer answer;

    /**
     * Joins the parts.
     *
     * @param body the stream as the client library gives it
     * @param answer is told what passes and how it ends
     */
    public AnswerTee(InputStream body, StreamedAnswer answer) {
        this.body = body;
        this.answer = answer;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count;
        try {
            count = body.read(target, offset, length);
        } catch (IOException broken) {
            answer.broke(broken);
            throw broken;
        }
        if (count < 0) {
            answer.ended();
        } else {
            answer.passed(ByteBuffer.wrap(target, offset, count));
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    /** Closes the stream behind. */
    @Override
    public void close() throws IOException {
        try {
            body.close();
        } finally {
            answer.closed();
        }
    }
}
