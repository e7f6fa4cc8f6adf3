package io.facesweep.tables;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Makes rows of flat Parquet records; texts that a file holds once are one object. */
final class TableRowMaterializer extends RecordMaterializer<TableRow> {
  private final Map<String, Integer> index = new HashMap<>();
  private final Root root;

  TableRowMaterializer(MessageType schema) {
    for (int i = 0; i < schema.getFieldCount(); i++) {
      index.put(schema.getFieldName(i), i);
    }
    root = new Root(schema);
  }

  @Override
  public TableRow getCurrentRecord() {
    return new TableRow(index, root.values.clone());
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private static final class Root extends GroupConverter {
    private final @Nullable Object[] values;
    private final Converter[] converters;

    Root(MessageType schema) {
      int fields = schema.getFieldCount();
      values = new @Nullable Object[fields];
      converters = new Converter[fields];
      for (int i = 0; i < fields; i++) {
        PrimitiveTypeName type = schema.getType(i).asPrimitiveType().getPrimitiveTypeName();
        converters[i] =
            type == PrimitiveTypeName.BINARY ? new Text(values, i) : new Value(values, i);
      }
    }

    @Override
    public Converter getConverter(int field) {
      return converters[field];
    }

    @Override
    public void start() {
      Arrays.fill(values, null);
    }

    @Override
    public void end() {}
  }

  private static final class Value extends PrimitiveConverter {
    private final @Nullable Object[] values;
    private final int place;

    Value(@Nullable Object[] values, int place) {
      this.values = values;
      this.place = place;
    }

    @Override
    public void addBoolean(boolean value) {
      values[place] = value;
    }

    @Override
    public void addDouble(double value) {
      values[place] = value;
    }

    @Override
    public void addInt(int value) {
      values[place] = value;
    }

    @Override
    public void addLong(long value) {
      values[place] = value;
    }
  }

  private static final class Text extends PrimitiveConverter {
    private final @Nullable Object[] values;
    private final int place;
    private String[] dictionary = {};

    Text(@Nullable Object[] values, int place) {
      this.values = values;
      this.place = place;
    }

    @Override
    public boolean hasDictionarySupport() {
      return true;
    }

    @Override
    public void setDictionary(Dictionary source) {
      dictionary = new String[source.getMaxId() + 1];
      for (int i = 0; i < dictionary.length; i++) {
        dictionary[i] = source.decodeToBinary(i).toStringUsingUTF8();
      }
    }

    @Override
    public void addValueFromDictionary(int id) {
      values[place] = dictionary[id];
    }

    @Override
    public void addBinary(Binary value) {
      values[place] = value.toStringUsingUTF8();
    }
  }
}
