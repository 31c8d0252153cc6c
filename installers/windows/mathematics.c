/* What wine 10's C runtime lacks of complex numbers and numpy's import asks for. On Windows this is never built.
 * long double is double in Microsoft's runtime; so is it here. Structures, for that is how its ABI passes them. */
#include <complex.h>
#include <math.h>

/* mingw's functions tell of a domain error here; numpy looks at the result instead. */
void __mingw_raise_matherr(int kind, const char *name, double a, double b, double result) {}

typedef struct { float re, im; } F;
typedef struct { double re, im; } D;

#define F_OF(z) ((F){crealf(z), cimagf(z)})
#define D_OF(z) ((D){creal(z), cimag(z)})
#define FZ(a) (a.re + a.im * I)

#define MAPS(name) \
    F our_##name##f(F a) { float complex z = name##f(FZ(a)); return F_OF(z); } \
    D our_##name(D a) { double complex z = name(FZ(a)); return D_OF(z); } \
    D our_##name##l(D a) { return our_##name(a); }
#define MEASURES(name, single, whole) \
    float our_##name##f(F a) { return single; } \
    double our_##name(D a) { return whole; } \
    double our_##name##l(D a) { return our_##name(a); }

MEASURES(cabs, hypotf(a.re, a.im), hypot(a.re, a.im))
MEASURES(carg, atan2f(a.im, a.re), atan2(a.im, a.re))
MEASURES(creal, a.re, a.re)
MEASURES(cimag, a.im, a.im)
MAPS(ccos) MAPS(csin) MAPS(ctan) MAPS(ccosh) MAPS(csinh) MAPS(ctanh) MAPS(cexp) MAPS(clog) MAPS(csqrt)
F our_cpowf(F a, F b) { float complex z = cpowf(FZ(a), FZ(b)); return F_OF(z); }
D our_cpow(D a, D b) { double complex z = cpow(FZ(a), FZ(b)); return D_OF(z); }
D our_cpowl(D a, D b) { return our_cpow(a, b); }
