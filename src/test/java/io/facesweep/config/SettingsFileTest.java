package io.facesweep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.settings.Animation;
import io.facesweep.settings.Declarations;
import io.facesweep.settings.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public class SettingsFileTest {
  public record Recipe(
      @Setting(doc = "a", min = 1, max = 10, byDefault = "4") int steps,
      @Setting(doc = "b", above = 0, below = 1, byDefault = "0.5") double rate,
      @Setting(doc = "c", byDefault = "gif", aliases = "off = none") Animation animation,
      @Setting(
              doc = "d",
              min = 0,
              max = 9,
              byDefault = "[1]",
              exception = "animation = none: [2, 3]")
          List<Integer> widths) {}

  public record WithoutDefault(@Setting(doc = "a", min = 1, max = 10) int steps) {}

  public record WrongDefault(@Setting(doc = "a", min = 1, max = 10, byDefault = "0") int steps) {}

  public record WrongType(@Setting(doc = "a") Optional<String> text) {}

  private static final SettingsFile<Recipe> FILE =
      new SettingsFile<>(Declarations.of(Recipe.class));

  @Test
  void whatIsNotGivenIsAsDeclared() {
    assertThat(FILE.read(null, Map.of())).isEqualTo(new Recipe(4, 0.5, Animation.GIF, List.of(1)));
    assertThat(FILE.read(null, Map.of("animation", "off", "steps", "7")))
        .isEqualTo(new Recipe(7, 0.5, Animation.NONE, List.of(2, 3)));
  }

  @Test
  void writesARecordAsAFileOfIt() {
    assertThat(FILE.text(new Recipe(7, 0.25, Animation.NONE, List.of(5))))
        .isEqualTo("steps = 7\nrate = 0.25\nanimation = none\nwidths = [5]\n");
  }

  @Test
  void namesEverythingThatIsWrong() {
    assertThatThrownBy(() -> FILE.read(null, Map.of("step", "7", "rate", "1")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
Cannot use configuration the command line: 2 problems
  -o rate: Invalid rate: "1" (expected a number above 0, below 1)
  -o step: Invalid key: step (expected a known key; nearest is steps)""");
  }

  @Test
  void refusesDeclarationsThatCannotBeRead() {
    assertThatThrownBy(() -> new SettingsFile<>(Declarations.of(WithoutDefault.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot declare steps: no default");
    assertThatThrownBy(() -> new SettingsFile<>(Declarations.of(WrongDefault.class)))
        .hasMessage(
            "Cannot declare steps: its default is 0 (expected a whole number from 1 to 10)");
    assertThatThrownBy(() -> new SettingsFile<>(Declarations.of(WrongType.class)))
        .hasMessage("Cannot declare text: there is no kind of values for class java.util.Optional");
  }
}
