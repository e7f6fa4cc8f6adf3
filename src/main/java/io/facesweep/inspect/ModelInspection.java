package io.facesweep.inspect;

import io.facesweep.diffusion.ModelContent;
import io.facesweep.diffusion.ModelDescription;
import io.facesweep.settings.ModelRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which keys take a model. */
final class ModelInspection {
  private ModelInspection() {}

  static Inspection of(ModelDescription model) {
    return new Inspection(
        model.what(),
        model.details(),
        model.lacks(),
        uses(model.content(), model.place().toString()));
  }

  private static List<String> uses(ModelContent content, String place) {
    return switch (content) {
      case CHECKPOINT -> {
        List<String> uses = roles(ModelRole.Form.CHECKPOINT, place);
        uses.addAll(roles(ModelRole.Form.PARTS, place));
        yield uses;
      }
      case FILE -> roles(ModelRole.Form.CHECKPOINT, place);
      case PARTS -> roles(ModelRole.Form.PARTS, place);
      case UNET -> roles(ModelRole.Form.UNET, place);
      case VAE -> roles(ModelRole.Form.VAE, place);
      case CONTROLNET -> roles(ModelRole.Form.CONTROLNET, place);
      case CLIP -> {
        List<String> uses = roles(ModelRole.Form.CLIP, place);
        uses.add(Inspection.setting("metrics.clips.NAME", place, "one of several CLIP models"));
        yield uses;
      }
      case LORA -> List.of("models.loras = [{ file = \"%s\", weight = 1 }]".formatted(place));
      case EMBEDDING -> List.of("models.embeddings = [\"%s\"]".formatted(place));
      case PART, OTHER -> List.of();
    };
  }

  private static List<String> roles(ModelRole.Form form, String place) {
    List<String> uses = new ArrayList<>();
    Arrays.stream(ModelRole.values())
        .filter(role -> role.form() == form)
        .forEach(role -> uses.add(Inspection.setting(role.key(), place, role.doc())));
    return uses;
  }
}
