package io.facesweep.tables;

import io.facesweep.store.Storage;
import io.facesweep.store.StorageErrors;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Writes one table as one Parquet file. Readers see the file that was there before until {@link
 * #publish}, and the new one after; {@link #close} without it leaves the old one.
 */
final class TableFile<R> implements Closeable {
  /** The version's key in the file's metadata; it is raised when a column changes its meaning. */
  static final String VERSION_KEY = "facesweep.table.version";

  /** The name that the file has. */
  static final String NAME = "part-0.parquet";

  private static final String VERSION = "1";

  private final Storage storage;
  private final Path target;
  private final java.nio.file.Path written;
  private final ParquetWriter<R> writer;
  private boolean isClosed;

  TableFile(Storage storage, Path target, String name, List<Column<R, ?>> columns) {
    this.storage = storage;
    this.target = target;
    try {
      this.written = Files.createTempFile("facesweep-" + name, ".parquet");
      this.writer =
          new Builder<>(new LocalOutputFile(written), new RowSupport<>(name, columns))
              .withConf(new PlainParquetConfiguration())
              .withSizeStatisticsEnabled(false) // half of what writing costs
              .withCompressionCodec(CompressionCodecName.ZSTD)
              .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
              .build();
    } catch (IOException e) {
      throw StorageErrors.of("write", target, e);
    }
  }

  void write(R row) {
    try {
      writer.write(row);
    } catch (IOException e) {
      throw StorageErrors.of("write", target, e);
    }
  }

  /** Ends the file and puts it in the place of the old one. */
  void publish() {
    try {
      isClosed = true;
      writer.close();
      storage.upload(written, target);
      Files.delete(written);
    } catch (IOException e) {
      throw StorageErrors.of("write", target, e);
    }
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      try {
        writer.close();
        Files.delete(written);
      } catch (IOException e) {
        throw StorageErrors.of("write", target, e);
      }
    }
  }

  private static final class Builder<R> extends ParquetWriter.Builder<R, Builder<R>> {
    private final RowSupport<R> support;

    Builder(LocalOutputFile file, RowSupport<R> support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder<R> self() {
      return this;
    }

    @Override
    protected WriteSupport<R> getWriteSupport(Configuration conf) {
      return support;
    }

    @Override
    protected WriteSupport<R> getWriteSupport(ParquetConfiguration conf) {
      return support;
    }
  }

  private static final class RowSupport<R> extends WriteSupport<R> {
    private final MessageType schema;
    private final List<BiConsumer<RecordConsumer, R>> writers = new ArrayList<>();
    private RecordConsumer consumer;

    @SuppressWarnings("NullAway.Init") // Parquet calls prepareForWrite before the first row
    RowSupport(String name, List<Column<R, ?>> columns) {
      Set<String> names = new HashSet<>();
      for (Column<R, ?> column : columns) {
        if (!names.add(column.name())) {
          throw new IllegalArgumentException(
              "Invalid columns of %s: two are named %s".formatted(name, column.name()));
        }
      }
      columns.forEach(column -> writers.add(column.writer(writers.size())));
      this.schema =
          new MessageType(
              name, columns.stream().map(c -> (Type) c.type().parquet(c.name())).toList());
    }

    @Override
    public WriteContext init(Configuration conf) {
      return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration conf) {
      return context();
    }

    private WriteContext context() {
      return new WriteContext(schema, new HashMap<>(Map.of(VERSION_KEY, VERSION)));
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void write(R row) {
      consumer.startMessage();
      for (BiConsumer<RecordConsumer, R> writer : writers) {
        writer.accept(consumer, row);
      }
      consumer.endMessage();
    }
  }
}
