// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
//
// The 13-stage pair RK8(7)13M of P. J. Prince and J. R. Dormand, J. Comput. Appl. Math. 7 (1981)
// 67, as a table for Odeint's generic Runge-Kutta stepper. Odeint's own pair of this order,
// Fehlberg 7(8), will not do: its error estimate is (f_1 + f_11 - f_12 - f_13) times a constant
// with f_1, f_12 at the start of the step and f_11, f_13 at its end, which vanishes identically
// wherever the right-hand side depends on time alone. In logarithmic variables the whole linear
// stage is like that.
#pragma once

#include <boost/array.hpp>
#include <boost/fusion/container/generation/make_vector.hpp>
#include <boost/fusion/container/vector.hpp>
#include <boost/numeric/odeint/stepper/explicit_error_generic_rk.hpp>
#include <cstddef>

namespace annealvi {

template <class Vector>
using DormandPrince87Base =
    boost::numeric::odeint::explicit_error_generic_rk<13, 8, 8, 7, Vector, double, Vector, double,
                                                      boost::numeric::odeint::vector_space_algebra>;

template <class Vector>
class DormandPrince87 : public DormandPrince87Base<Vector> {
 public:
  DormandPrince87() : DormandPrince87Base<Vector>(a(), b(), b_minus_embedded(), c()) {}

 private:
  template <std::size_t N>
  using Row = boost::array<double, N>;

  static auto a() {
    const Row<1> a2{{1. / 18}};
    const Row<2> a3{{1. / 48, 1. / 16}};
    const Row<3> a4{{1. / 32, 0., 3. / 32}};
    const Row<4> a5{{5. / 16, 0., -75. / 64, 75. / 64}};
    const Row<5> a6{{3. / 80, 0., 0., 3. / 16, 3. / 20}};
    const Row<6> a7{{29443841. / 614563906, 0., 0., 77736538. / 692538347, -28693883. / 1125000000,
                     23124283. / 1800000000}};
    const Row<7> a8{{16016141. / 946692911, 0., 0., 61564180. / 158732637, 22789713. / 633445777,
                     545815736. / 2771057229, -180193667. / 1043307555}};
    const Row<8> a9{{39632708. / 573591083, 0., 0., -433636366. / 683701615,
                     -421739975. / 2616292301, 100302831. / 723423059, 790204164. / 839813087,
                     800635310. / 3783071287}};
    const Row<9> a10{{246121993. / 1340847787, 0., 0., -37695042795. / 15268766246,
                      -309121744. / 1061227803, -12992083. / 490766935, 6005943493. / 2108947869,
                      393006217. / 1396673457, 123872331. / 1001029789}};
    const Row<10> a11{{-1028468189. / 846180014, 0., 0., 8478235783. / 508512852,
                       1311729495. / 1432422823, -10304129995. / 1701304382,
                       -48777925059. / 3047939560, 15336726248. / 1032824649,
                       -45442868181. / 3398467696, 3065993473. / 597172653}};
    const Row<11> a12{{185892177. / 718116043, 0., 0., -3185094517. / 667107341,
                       -477755414. / 1098053517, -703635378. / 230739211, 5731566787. / 1027545527,
                       5232866602. / 850066563, -4093664535. / 808688257, 3962137247. / 1805957418,
                       65686358. / 487910083}};
    const Row<12> a13{{403863854. / 491063109, 0., 0., -5068492393. / 434740067,
                       -411421997. / 543043805, 652783627. / 914296604, 11173962825. / 925320556,
                       -13158990841. / 6184727034, 3936647629. / 1978049680,
                       -160528059. / 685178525, 248638103. / 1413531060, 0.}};
    return boost::fusion::vector<Row<1>, Row<2>, Row<3>, Row<4>, Row<5>, Row<6>, Row<7>, Row<8>,
                                 Row<9>, Row<10>, Row<11>, Row<12>>(a2, a3, a4, a5, a6, a7, a8, a9,
                                                                    a10, a11, a12, a13);
  }
  static Row<13> b() {
    return {{14005451. / 335480064, 0., 0., 0., 0., -59238493. / 1068277825, 181606767. / 758867731,
             561292985. / 797845732, -1041891430. / 1371343529, 760417239. / 1151165299,
             118820643. / 751138087, -528747749. / 2220607170, 1. / 4}};
  }
  static Row<13> b_minus_embedded() {
    const Row<13> embedded{{13451932. / 455176623, 0., 0., 0., 0., -808719846. / 976000145,
                            1757004468. / 5645159321, 656045339. / 265891186,
                            -3867574721. / 1518517206, 465885868. / 322736535,
                            53011238. / 667516719, 2. / 45, 0.}};
    Row<13> difference = b();
    for (std::size_t i = 0; i < difference.size(); ++i) difference[i] -= embedded[i];
    return difference;
  }
  static Row<13> c() {
    return {{0., 1. / 18, 1. / 12, 1. / 8, 5. / 16, 3. / 8, 59. / 400, 93. / 200,
             5490023248. / 9719169821, 13. / 20, 1201146811. / 1299019798, 1., 1.}};
  }
};

}  // namespace annealvi
