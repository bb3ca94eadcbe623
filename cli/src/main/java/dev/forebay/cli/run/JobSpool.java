package dev.forebay.cli.run;

import dev.forebay.cli.exit.UserException;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.NewJob;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Jobs on the disk that wait until it is known whether they may go into the store. The file, readable by its owner only, is
 * made for the first of them and deleted in the end; one that a killed process left behind is written over. Used by one thread;
 * blocks on the disk.
 */
final class JobSpool implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private @Nullable DataOutputStream out;
    private long jobs;

    JobSpool(Path file) {
        this.file = file;
    }

    /** Adds jobs of normal priority. */
    void add(List<NewJob> batch) {
        try {
            DataOutputStream target = out == null ? create() : out;
            for (NewJob job : batch) {
                target.writeUTF(job.id());
                target.writeUTF(job.fingerprint());
                byte[] payload = job.payload().toArray();
                target.writeInt(payload.length);
                target.write(payload);
            }
            jobs += batch.size();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Gives all jobs back, in their order, so many at a time. */
    void each(int atOnce, Consumer<List<NewJob>> action) {
        DataOutputStream written = out;
        if (written == null) {
            return;
        }
        try {
            written.flush();
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
                List<NewJob> batch = new ArrayList<>();
                for (long read = 0; read < jobs; read++) {
                    batch.add(read(in));
                    if (batch.size() == atOnce || read == jobs - 1) {
                        action.accept(batch);
                        batch.clear();
                    }
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static NewJob read(DataInputStream in) throws IOException {
        String id = in.readUTF();
        String fingerprint = in.readUTF();
        byte[] payload = in.readNBytes(in.readInt());
        return NewJob.of(id, Bytes.of(payload)).withFingerprint(fingerprint);
    }

    private DataOutputStream create() throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, ownerOnly(file.getFileSystem()));
        DataOutputStream created =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
        out = created;
        return created;
    }

    private static FileAttribute<?>[] ownerOnly(FileSystem files) {
        return files.supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private UserException failed(IOException e) {
        return UserException.machine(
                file + " cannot be written (" + e.getMessage() + "); nothing was sent: make room and run this again");
    }

    @Override
    public void close() {
        DataOutputStream written = out;
        if (written == null) {
            return;
        }
        try {
            written.close();
        } catch (IOException e) {
            // intentional: what could not be written is not needed any more
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
