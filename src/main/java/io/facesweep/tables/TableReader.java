package io.facesweep.tables;

import io.facesweep.UserException;
import io.facesweep.store.StageStore;
import io.facesweep.store.Storage;
import io.facesweep.store.StorageErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads one table of one sweep, in as many files as it has. */
public final class TableReader {
  private final FileSystem fs;
  private final Path folder;
  private final List<Path> files = new ArrayList<>();

  /**
   * @param table {@code trials}, {@code steps}, {@code assets} or {@code effects}
   * @param sweep its name
   * @throws UserException if the output cannot be listed
   */
  public TableReader(StageStore store, String table, String sweep) {
    this.fs = store.storage().fileSystem();
    this.folder = store.storage().tableFolder(table, sweep);
    try {
      for (FileStatus status : fs.listStatus(folder)) {
        String name = status.getPath().getName();
        boolean isTable =
            name.endsWith(".parquet") && !name.startsWith(".") && !name.startsWith("_");
        if (isTable && isFile(store, status)) {
          files.add(status.getPath());
        }
      }
    } catch (IOException e) {
      if (!StorageErrors.isAbsence(e)) {
        throw StorageErrors.of("list", folder, e);
      }
    }
    files.sort(Comparator.comparing(Path::getName));
  }

  /** Hadoop takes pipes and devices of this machine for files. */
  private static boolean isFile(StageStore store, FileStatus status) {
    return store.isLocal() ? Files.isRegularFile(Storage.local(status.getPath())) : status.isFile();
  }

  /** Whether the sweep has the table at all. */
  public boolean exists() {
    return !files.isEmpty();
  }

  /** Names of the columns, in order. */
  public Set<String> columns() {
    Set<String> columns = new LinkedHashSet<>();
    for (Path file : files) {
      try (ParquetFileReader reader = ParquetFileReader.open(new StoredFile(fs, file))) {
        reader.getFileMetaData().getSchema().getFields().forEach(f -> columns.add(f.getName()));
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        throw failure(file, e);
      }
    }
    return columns;
  }

  /**
   * Reads the rows one after the other.
   *
   * @param wanted which columns; the fewer, the faster
   * @throws UserException if a file is not a table
   */
  public void read(Predicate<String> wanted, Consumer<TableRow> rows) {
    for (Path file : files) {
      StoredFile stored = new StoredFile(fs, file);
      try (ParquetReader<TableRow> reader = new Builder(stored, new RowSupport(wanted)).build()) {
        requireColumnsInside(stored); // nothing is read before the first row
        for (TableRow row = reader.read(); row != null; row = reader.read()) {
          rows.accept(row);
        }
      } catch (UserException e) {
        throw e;
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        throw failure(file, e);
      }
    }
  }

  /**
   * Parquet would take memory for what a damaged table claims, piece by piece until none is left.
   */
  private static void requireColumnsInside(StoredFile file) throws IOException {
    long length = file.getLength();
    try (ParquetFileReader reader = ParquetFileReader.open(file)) {
      for (BlockMetaData rows : reader.getFooter().getBlocks()) {
        for (ColumnChunkMetaData column : rows.getColumns()) {
          long start = column.getStartingPos();
          if (start < 0
              || start > length
              || column.getTotalSize() < 0
              || column.getTotalSize() > length - start) {
            throw new IllegalStateException(
                "Invalid column %s: %d bytes from %d (expected %d bytes in all)"
                    .formatted(column.getPath(), column.getTotalSize(), start, length));
          }
        }
      }
    }
  }

  /** A byte that changed may be a length: Parquet then asks for memory that no table needs. */
  private static UserException failure(Path file, Throwable e) {
    return e instanceof IOException io
        ? StorageErrors.of("read", file, io)
        : new UserException(
            "Cannot read %s: it is not a table of FaceSweep (rebuild the tables)"
                .formatted(StorageErrors.shown(file.toUri())),
            e);
  }

  private record StoredFile(FileSystem fs, Path path) implements InputFile {
    @Override
    public long getLength() throws IOException {
      return fs.getFileStatus(path).getLen();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
      return HadoopStreams.wrap(fs.open(path));
    }
  }

  private static final class Builder extends ParquetReader.Builder<TableRow> {
    private final RowSupport support;

    Builder(InputFile file, RowSupport support) {
      super(file, new PlainParquetConfiguration());
      this.support = support;
    }

    @Override
    protected ReadSupport<TableRow> getReadSupport() {
      return support;
    }
  }

  private static final class RowSupport extends ReadSupport<TableRow> {
    private final Predicate<String> wanted;

    RowSupport(Predicate<String> wanted) {
      this.wanted = wanted;
    }

    @Override
    public ReadContext init(InitContext context) {
      MessageType file = context.getFileSchema();
      List<Type> fields =
          file.getFields().stream().filter(field -> wanted.test(field.getName())).toList();
      return new ReadContext(new MessageType(file.getName(), fields));
    }

    @Override
    public RecordMaterializer<TableRow> prepareForRead(
        Configuration conf, Map<String, String> metadata, MessageType file, ReadContext context) {
      return new TableRowMaterializer(context.getRequestedSchema());
    }

    @Override
    public RecordMaterializer<TableRow> prepareForRead(
        ParquetConfiguration conf,
        Map<String, String> metadata,
        MessageType file,
        ReadContext context) {
      return new TableRowMaterializer(context.getRequestedSchema());
    }
  }
}
