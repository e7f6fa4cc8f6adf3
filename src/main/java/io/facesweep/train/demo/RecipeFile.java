package io.facesweep.train.demo;

import io.facesweep.config.SettingsFile;
import io.facesweep.settings.Declarations;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recipe in HOCON. A key is the name of a recipe's component in kebab case, such as {@code
 * unet.learning-rate}; what is not given is as in the standard recipe.
 */
public final class RecipeFile {
  private static final SettingsFile<DemoRecipe> FILE =
      new SettingsFile<>(Declarations.of(DemoRecipe.class));

  private RecipeFile() {}

  /**
   * Reads a recipe.
   *
   * @param file null for none
   * @param overrides by key, which win over the file
   * @throws io.facesweep.UserException listing every key that is unknown or has an invalid value
   */
  public static DemoRecipe read(@Nullable Path file, Map<String, String> overrides) {
    return FILE.read(file, overrides);
  }

  /** The keys and values of a recipe, as a file of it would have them. */
  public static String text(DemoRecipe recipe) {
    return FILE.text(recipe);
  }
}
