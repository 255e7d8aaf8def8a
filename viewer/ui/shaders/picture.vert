// A picture that fills the viewport. The first line, which names the version, is put in front.
attribute vec2 corner; // From the top left.
uniform vec4 chromaPlace; // Scale, and shift by where the chroma samples lie.
varying vec2 lumaAt;
varying vec2 chromaAt;

void main()
{
    lumaAt = corner;
    chromaAt = corner * chromaPlace.xy + chromaPlace.zw;
    gl_Position = vec4(2.0 * corner.x - 1.0, 1.0 - 2.0 * corner.y, 0.0, 1.0);
}
