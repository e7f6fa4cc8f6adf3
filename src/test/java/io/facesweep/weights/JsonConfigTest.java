package io.facesweep.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonConfigTest {
  private static final String SAMPLE =
      """
      {"int": 32, "big": 99999999999, "half": 0.5, "exp": 1e3, "huge": 1e999999999, "text": "gelu",
       "yes": true, "null": null, "list": [1, 2], "mixed": [1, "a"], "names": ["x", "y"],
       "rates": [0.5, 1], "none": [], "minus": -1, "sub": {"deep": {"k": 7}}}""";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("config.json");
  }

  private JsonConfig read(String text) throws IOException {
    return JsonConfig.read(Files.writeString(file, text));
  }

  private void refuses(ThrowingCallable call, String problem) {
    assertThatThrownBy(call)
        .isInstanceOf(UserException.class)
        .hasMessage("%s in %s", problem, file);
  }

  private void refusesText(String text, String part) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot read " + file)
        .hasMessageContaining(part);
  }

  @Test
  void readsListsOfObjectsAndOfLists() throws IOException {
    JsonConfig config =
        read(
            "{\"o\": [{\"k\": 1}, {\"k\": \"x\"}], \"l\": [[\"a\", \"b\"], []], \"m\": [[\"a\"], 1], \"n\": [[1]]}");
    assertThat(config.sections("o")).hasSize(2);
    assertThat(config.sections("o").get(0).integer("k")).isEqualTo(1);
    refuses(
        () -> config.sections("o").get(1).integer("k"),
        "Invalid o.1.k: \"x\" (expected a whole number)");
    refuses(
        () -> config.sections("l"), "Invalid l: [[\"a\",\"b\"],[]] (expected a list of objects)");
    assertThat(config.stringLists("l")).containsExactly(List.of("a", "b"), List.of());
    for (String key : List.of("m", "n")) {
      assertThatThrownBy(() -> config.stringLists(key))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("(expected a list of lists of strings)");
    }
    assertThat(config.isListOfLists("l")).isTrue();
    assertThat(config.isListOfLists("o")).isFalse();
    assertThat(config.isListOfLists("absent")).isFalse();
  }

  @Test
  void readsEachTypeAndItsDefault() throws IOException {
    JsonConfig config = read(SAMPLE);
    assertThat(config.file()).isEqualTo(file);
    assertThat(config.keys()).startsWith("int", "big").hasSize(15);
    assertThat(config.integer("int")).isEqualTo(32);
    assertThat(config.integer("minus")).isEqualTo(-1);
    assertThat(config.integer("absent", 4)).isEqualTo(4);
    assertThat(config.positive("int")).isEqualTo(32);
    assertThat(config.positive("null", 5)).isEqualTo(5);
    assertThat(config.number("int")).isEqualTo(32);
    assertThat(config.number("exp")).isEqualTo(1000);
    assertThat(config.number("absent", 0.25)).isEqualTo(0.25);
    assertThat(config.text("text")).isEqualTo("gelu");
    assertThat(config.text("null", "silu")).isEqualTo("silu");
    assertThat(config.flag("yes")).isTrue();
    assertThat(config.flag("absent", true)).isTrue();
    assertThat(config.integers("list")).containsExactly(1, 2);
    assertThat(config.integers("none")).isEmpty();
    assertThat(config.integers("list", 2)).containsExactly(1, 2);
    assertThat(config.integers("int", 3)).containsExactly(32, 32, 32);
    assertThat(config.numbers("rates")).containsExactly(0.5, 1);
    assertThat(config.strings("names")).containsExactly("x", "y");
    assertThat(config.section("sub").section("deep").integer("k")).isEqualTo(7);
    assertThat(config.has("null")).isTrue();
    assertThat(config.isNullOrAbsent("null")).isTrue();
    assertThat(config.isNullOrAbsent("absent")).isTrue();
    assertThat(config.isNullOrAbsent("int")).isFalse();
    assertThat(config.isText("text")).isTrue();
    assertThat(config.isList("text")).isFalse();
    assertThat(config.isSection("sub")).isTrue();
  }

  @Test
  void refusesWrongTypesByKeyValueAndRule() throws IOException {
    JsonConfig config = read(SAMPLE);
    refuses(() -> config.integer("text"), "Invalid text: \"gelu\" (expected a whole number)");
    refuses(() -> config.integer("half"), "Invalid half: 0.5 (expected a whole number)");
    refuses(() -> config.integer("exp"), "Invalid exp: 1e3 (expected a whole number)");
    refuses(() -> config.integer("big", 1), "Invalid big: 99999999999 (expected a whole number)");
    refuses(() -> config.integer("absent"), "Invalid absent: absent (expected a whole number)");
    refuses(() -> config.integer("null"), "Invalid null: null (expected a whole number)");
    refuses(
        () -> config.positive("minus"),
        "Invalid minus: -1 (expected a whole number of at least 1)");
    refuses(() -> config.number("huge"), "Invalid huge: 1e999999999 (expected a finite number)");
    refuses(() -> config.number("text", 1), "Invalid text: \"gelu\" (expected a finite number)");
    refuses(() -> config.text("int", "x"), "Invalid int: 32 (expected a string)");
    refuses(() -> config.flag("int", false), "Invalid int: 32 (expected true or false)");
    refuses(
        () -> config.integers("mixed"),
        "Invalid mixed: [1,\"a\"] (expected a list of whole numbers)");
    refuses(() -> config.integers("int"), "Invalid int: 32 (expected a list of whole numbers)");
    refuses(
        () -> config.integers("list", 4),
        "Invalid list: [1,2] (expected a whole number or a list of 4)");
    refuses(
        () -> config.integers("text", 4),
        "Invalid text: \"gelu\" (expected a whole number or a list of 4)");
    refuses(
        () -> config.numbers("mixed"),
        "Invalid mixed: [1,\"a\"] (expected a list of finite numbers)");
    refuses(() -> config.strings("mixed"), "Invalid mixed: [1,\"a\"] (expected a list of strings)");
    refuses(() -> config.section("list"), "Invalid list: [1,2] (expected an object)");
    refuses(
        () -> config.section("sub").section("deep").text("k"),
        "Invalid sub.deep.k: 7 (expected a string)");
  }

  @Test
  void showsLargeValuesInShort() throws IOException {
    JsonConfig config =
        read(
            "{\"list\":[1%s],\"text\":\"%s\",\"object\":{\"x\":0%s}}"
                .formatted(",1".repeat(99), "y".repeat(500), objectKeys()));
    refuses(() -> config.integer("list"), "Invalid list: a list of 100 (expected a whole number)");
    refuses(
        () -> config.integer("object"),
        "Invalid object: an object of 21 keys (expected a whole number)");
    refuses(
        () -> config.integer("text"),
        "Invalid text: \"" + "y".repeat(117) + "...\" (expected a whole number)");
  }

  private static String objectKeys() {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      keys.append(",\"k%d\":%d".formatted(i, i));
    }
    return keys.toString();
  }

  @Test
  void refusesWhatIsNotOneStrictJsonObject() throws IOException {
    refusesText("", "the JSON ends too early");
    refusesText("{\"a\":1", "the JSON ends too early");
    refusesText("[1]", "its JSON is not an object");
    refusesText("{\"a\":1}{}", "not valid JSON");
    refusesText("{a:1}", "not valid JSON");
    refusesText("{\"a\":NaN}", "not valid JSON");
    refusesText("{\"a\":01}", "not valid JSON");
    refusesText("// x\n{}", "not valid JSON");
    refusesText("{\"a\":1,\"a\":2}", "the key 'a' stands twice");
    refusesText("{\"a\":" + "[".repeat(100_000), "JSON nested deeper than 64");
    Files.write(file, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
    assertThatThrownBy(() -> JsonConfig.read(file)).hasMessageContaining("not UTF-8 text");
  }

  @Test
  void refusesMissingAndOversizedFiles() throws IOException {
    assertThatThrownBy(() -> JsonConfig.read(directory.resolve("none.json")))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read %s: there is no such file", directory.resolve("none.json"));
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength((64L << 20) + 1);
    }
    assertThatThrownBy(() -> JsonConfig.read(file))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read %s: 67108865 bytes (expected at most 67108864)", file);
  }
}
