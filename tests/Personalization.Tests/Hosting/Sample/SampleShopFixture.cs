using Personalization.Hosting.Sample;

namespace Personalization.Tests.Hosting.Sample;

/// <summary>One generated shop for all tests.</summary>
internal static class SampleShopFixture
{
    public const int Seed = 1;

    public static readonly DateTimeOffset Now = new(2026, 11, 15, 14, 20, 0, TimeSpan.Zero);

    public static readonly SampleShop Shop = SampleShop.Generate(Seed, Now);
}
