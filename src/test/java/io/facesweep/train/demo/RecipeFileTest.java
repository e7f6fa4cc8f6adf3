package io.facesweep.train.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeFileTest {
  @TempDir private Path folder;

  @Test
  void theFileInConfIsTheStandardRecipe() {
    assertThat(RecipeFile.read(Path.of("conf/train-demo.conf"), Map.of()))
        .isEqualTo(DemoRecipe.standard());
  }

  @Test
  void whatIsWrittenReadsBack() throws IOException {
    Path file = folder.resolve("recipe.conf");
    DemoRecipe recipe = MicroRecipe.of(7);
    Files.writeString(file, RecipeFile.text(recipe));
    assertThat(RecipeFile.read(file, Map.of())).isEqualTo(recipe);
  }

  @Test
  void overridesWinOverTheFile() throws IOException {
    Path file = folder.resolve("recipe.conf");
    Files.writeString(file, "unet { steps = 5, batch = 6 }");
    DemoRecipe recipe = RecipeFile.read(file, Map.of("unet.steps", "7", "vae-channels", "[8, 16]"));
    assertThat(recipe.unet().steps()).isEqualTo(7);
    assertThat(recipe.unet().batch()).isEqualTo(6);
    assertThat(recipe.vaeChannels()).isEqualTo(List.of(8, 16));
    assertThat(recipe.vae()).isEqualTo(DemoRecipe.standard().vae());
  }

  @Test
  void namesEveryKeyThatIsWrong() throws IOException {
    Path file = folder.resolve("recipe.conf");
    Files.writeString(file, "sides = 3, lanes = many, unet.batch = 0, vae = 5, unet.rate = 1");
    assertThatThrownBy(() -> RecipeFile.read(file, Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            Cannot use configuration FILE: 5 problems
              FILE:1: Invalid lanes: "many" (expected a whole number from 1 to 1024)
              FILE:1: Invalid key: sides (expected a known key; nearest is side)
              FILE:1: Invalid unet.batch: 0 (expected a whole number from 1 to 1000000)
              FILE:1: Invalid key: unet.rate (expected a known key; nearest is unet.batch)
              FILE:1: Invalid vae: 5 (expected a block)"""
                .replace("FILE", file.toString()));
  }

  @Test
  void refusesACameraInsideTheHead() {
    assertThatThrownBy(() -> RecipeFile.read(null, Map.of("camera-distance", "0.5")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "Invalid camera-distance: \"0.5\" (expected a number above 1, below 1000)");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path file = folder.resolve("none.conf");
    assertThatThrownBy(() -> RecipeFile.read(file, Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read configuration %s: there is no such file", file);
  }

  @Test
  void refusesAnOverrideThatIsNoValue() {
    assertThatThrownBy(() -> RecipeFile.read(null, Map.of("unet.steps", "{")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read configuration -o unet.steps: ");
  }
}
