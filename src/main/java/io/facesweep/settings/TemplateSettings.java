package io.facesweep.settings;

import io.facesweep.settings.Setting.Text;
import java.io.Serializable;

/** What a CLIP model is asked whether a render shows it, keys {@code metrics.templates.*}. */
public record TemplateSettings(
    @Setting(
            doc = "a face, which only the front should show",
            text = Text.NOT_BLANK,
            byDefault = "\"the face of a person seen from the front\"")
        String front,
    @Setting(
            doc = "what the sides should show",
            text = Text.NOT_BLANK,
            byDefault = "\"the head of a person seen from the side\"")
        String side,
    @Setting(
            doc = "what the back should show",
            text = Text.NOT_BLANK,
            byDefault = "\"the back of the head of a person\"")
        String back,
    @Setting(
            doc = "a face without light in its texture",
            text = Text.NOT_BLANK,
            byDefault = "\"an evenly lit face without shadows\"")
        String even,
    @Setting(
            doc = "a face with light in its texture",
            text = Text.NOT_BLANK,
            byDefault = "\"a face with strong shadows and highlights\"")
        String shaded)
    implements Serializable {}
