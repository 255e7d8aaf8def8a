// Samples to RGB. The first lines, which name the version and the layout, are put in front.
#ifdef GL_ES
#ifdef GL_FRAGMENT_PRECISION_HIGH
precision highp float;
#else
precision mediump float;
#endif
#endif
varying vec2 lumaAt;
varying vec2 chromaAt;
uniform sampler2D plane0;
uniform sampler2D plane1;
uniform sampler2D plane2;
uniform mat4 toRgb;
uniform vec4 dim;

vec3 picture()
{
#if defined(PLANAR)
    vec3 yuv = vec3(texture2D(plane0, lumaAt).r, texture2D(plane1, chromaAt).r,
                    texture2D(plane2, chromaAt).r);
    return (toRgb * vec4(yuv, 1.0)).rgb;
#elif defined(SEMI_PLANAR)
    vec3 yuv = vec3(texture2D(plane0, lumaAt).r, texture2D(plane1, chromaAt).rg);
    return (toRgb * vec4(yuv, 1.0)).rgb;
#elif defined(GREY)
    return (toRgb * vec4(texture2D(plane0, lumaAt).r, 0.0, 0.0, 1.0)).rgb;
#else // Converted, blue first.
    return texture2D(plane0, lumaAt).bgr;
#endif
}

void main()
{
    gl_FragColor = vec4(mix(clamp(picture(), 0.0, 1.0), dim.rgb, dim.a), 1.0);
}
