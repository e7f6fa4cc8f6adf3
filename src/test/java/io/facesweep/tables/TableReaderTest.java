package io.facesweep.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.store.StageStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableReaderTest {
  /** The footer's length and Parquet's mark. */
  private static final int FOOTER_END = 8;

  @TempDir private Path root;
  private StageStore store;

  @BeforeEach
  void open() {
    store = StageStore.open(root.toString(), new Configuration());
  }

  private record Row(String text, Double number, Long whole, Boolean flag, java.time.Instant time) {
    static List<Column<Row, ?>> columns() {
      return List.of(
          new Column<>("text", ColumnType.TEXT, Row::text),
          new Column<>("number", ColumnType.DOUBLE, Row::number),
          new Column<>("whole", ColumnType.LONG, Row::whole),
          new Column<>("flag", ColumnType.BOOLEAN, Row::flag),
          new Column<>("at", ColumnType.TIMESTAMP, Row::time));
    }
  }

  @Test
  void readsWhatWasWritten() {
    write(
        "part-0",
        new Row("a", 1.5, 7L, true, SampleSweep.START),
        new Row("a", null, 8L, null, null));
    write("part-1", new Row(null, Double.NaN, null, false, null));
    TableReader reader = new TableReader(store, "trials", "x");
    assertThat(reader.exists()).isTrue();
    assertThat(reader.columns()).containsExactly("text", "number", "whole", "flag", "at");
    List<TableRow> rows = read(reader);
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).text("text")).isEqualTo("a").isSameAs(rows.get(1).text("text"));
    assertThat(rows.get(0).number("number")).isEqualTo(1.5);
    assertThat(rows.get(0).whole("whole")).isEqualTo(7);
    assertThat(rows.get(0).value("flag")).isEqualTo(true);
    assertThat(rows.get(0).time("at")).isEqualTo(SampleSweep.START);
    assertThat(rows.get(1).number("number")).isNaN();
    assertThat(rows.get(1).time("at")).isNull();
    assertThat(rows.get(2).text("text")).isNull();
    assertThat(rows.get(2).whole("whole")).isZero();
    assertThat(rows.get(2).text("other")).isNull();
  }

  @Test
  void readsOnlyTheColumnsThatAreWanted() {
    write("part-0", new Row("a", 1.5, 7L, true, null));
    List<TableRow> rows = new ArrayList<>();
    new TableReader(store, "trials", "x").read("number"::equals, rows::add);
    assertThat(rows.get(0).number("number")).isEqualTo(1.5);
    assertThat(rows.get(0).text("text")).isNull();
  }

  @Test
  void aTableThatIsNotThereHasNoRows() {
    TableReader reader = new TableReader(store, "trials", "none");
    assertThat(reader.exists()).isFalse();
    assertThat(reader.columns()).isEmpty();
    assertThat(read(reader)).isEmpty();
  }

  @Test
  void rejectsAFileThatIsNoTable() throws Exception {
    Path file = root.resolve("tables/trials/sweep=x/part-0.parquet");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "not a table at all");
    assertThatThrownBy(() -> read(new TableReader(store, "trials", "x")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read %s: it is not a table of FaceSweep (rebuild the tables)".formatted(file));
  }

  /** Else Parquet fills the heap with what the table claims, for minutes. */
  @Test
  void rejectsAColumnThatClaimsMoreThanTheFileHas() throws Exception {
    write("part-0", new Row("a", 1.5, 7L, true, null));
    Path file = root.resolve("tables/trials/sweep=x/part-0.parquet");
    for (long claimed : new long[] {1L << 50, 1 << 20, -1}) {
      claim(file, claimed);
      assertThatThrownBy(() -> read(new TableReader(store, "trials", "x")))
          .isInstanceOf(UserException.class)
          .hasMessage(
              "Cannot read %s: it is not a table of FaceSweep (rebuild the tables)"
                  .formatted(file));
    }
  }

  /** Writes another size of the second column into the footer of a table. */
  private static void claim(Path file, long size) throws Exception {
    byte[] table = Files.readAllBytes(file);
    int end = table.length - FOOTER_END;
    int length = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(table, end - length, length));
    footer.getRow_groups().get(0).getColumns().get(1).getMeta_data().setTotal_compressed_size(size);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(table, 0, end - length);
    Util.writeFileMetaData(footer, all);
    int written = all.size() - (end - length);
    all.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(written).array());
    all.write(table, end + 4, 4);
    Files.write(file, all.toByteArray());
  }

  private void write(String part, Row... rows) {
    var path =
        new org.apache.hadoop.fs.Path(
            store.storage().tableFolder("trials", "x"), part + ".parquet");
    try (TableFile<Row> table = new TableFile<>(store.storage(), path, "trials", Row.columns())) {
      List.of(rows).forEach(table::write);
      table.publish();
    }
  }

  private static List<TableRow> read(TableReader reader) {
    List<TableRow> rows = new ArrayList<>();
    reader.read(column -> true, rows::add);
    return rows;
  }
}
