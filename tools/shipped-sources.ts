/** What ships, who published it, under which licence, and what part it plays. docs/sources.md says why. */

/** What an entry of a source means; one source plays one role. */
export const sourceRoles = [
  'known-scam',
  'known-good',
  'impersonated',
  'busy',
  'shared-host',
  'shortener',
  'disposable',
] as const;
type SourceRole = (typeof sourceRoles)[number];

const sourceFormats = ['jsonl', 'misp', 'taiwan165', 'text'] as const;
type SourceFormat = (typeof sourceFormats)[number];

interface Wording {
  'zh-CN': string;
  en: string;
}

export interface ShippedSource {
  name: string;
  title: Wording;
  publisher: string;
  url: string;
  licence: string;
  licenceUrl: string;
  attribution: Wording;
  role: SourceRole;
  /** For a shared host or a shortener: the widest thing that may be listed under it, unless a row says otherwise. */
  listing: 'path' | 'subdomain' | null;
  file: string;
  format: SourceFormat;
  /** The day the content stands for, where its publisher says one. */
  asOf: string | null;
  /** Days after its adoption when an entry ends, unless it is adopted again; null where nobody is burdened. */
  expiresDays: number | null;
}

const project = {
  publisher: 'Spring Rain',
  licence: 'Apache-2.0',
  licenceUrl: 'https://www.apache.org/licenses/LICENSE-2.0',
} as const;

const warninglists = {
  publisher: 'MISP Project',
  licence: 'CC0-1.0',
  licenceUrl: 'https://creativecommons.org/publicdomain/zero/1.0/',
  attribution: {
    'zh-CN': '取自 MISP 项目的警示名单（CC0）。',
    en: 'From the warninglists of the MISP Project (CC0).',
  },
} as const;

const warninglistUrl = (folder: string) => `https://github.com/MISP/misp-warninglists/tree/main/lists/${folder}`;

/** In the order of import: what protects comes before what accuses, so that a list cannot name a shared host whole. */
export const shippedSources: readonly ShippedSource[] = [
  {
    ...project,
    name: 'shared-hosts',
    title: { 'zh-CN': '多人共用的网站与托管平台', en: 'Hosts where anyone can publish' },
    url: 'docs/sources.md',
    attribution: { 'zh-CN': '春雨项目人工整理。', en: 'Kept by hand by the Spring Rain project.' },
    role: 'shared-host',
    listing: 'path',
    file: 'shared-hosts.jsonl',
    format: 'jsonl',
    asOf: '2026-11-21',
    expiresDays: null,
  },
  {
    ...warninglists,
    name: 'misp-dynamic-dns',
    title: { 'zh-CN': '动态域名服务商', en: 'Dynamic DNS providers' },
    url: warninglistUrl('dynamic-dns'),
    role: 'shared-host',
    listing: 'subdomain',
    file: 'dynamic-dns.json',
    format: 'misp',
    asOf: null,
    expiresDays: null,
  },
  {
    ...project,
    name: 'shorteners',
    title: { 'zh-CN': '短链接服务（人工整理）', en: 'Link shorteners (kept by hand)' },
    url: 'docs/sources.md',
    attribution: { 'zh-CN': '春雨项目人工整理。', en: 'Kept by hand by the Spring Rain project.' },
    role: 'shortener',
    listing: 'path',
    file: 'shorteners.jsonl',
    format: 'jsonl',
    asOf: '2026-11-21',
    expiresDays: null,
  },
  {
    ...warninglists,
    name: 'misp-url-shorteners',
    title: { 'zh-CN': '短链接服务', en: 'Link shorteners' },
    url: warninglistUrl('url-shortener'),
    role: 'shortener',
    listing: 'path',
    file: 'url-shorteners.json',
    format: 'misp',
    asOf: null,
    expiresDays: null,
  },
  {
    ...warninglists,
    name: 'tranco-top10k',
    title: { 'zh-CN': '全球访问量前一万的网站', en: 'The ten thousand busiest sites' },
    url: warninglistUrl('tranco10k'),
    attribution: {
      'zh-CN': '取自 MISP 项目的警示名单（CC0），其排名来自 Tranco（https://tranco-list.eu/）。',
      en: 'From the warninglists of the MISP Project (CC0); the ranking is by Tranco (https://tranco-list.eu/).',
    },
    role: 'busy',
    listing: null,
    file: 'tranco-top10k.json',
    format: 'misp',
    asOf: '2025-01-15',
    expiresDays: null,
  },
  {
    ...warninglists,
    name: 'misp-universities',
    title: { 'zh-CN': '各国大学网站', en: 'University sites' },
    url: warninglistUrl('university_domains'),
    role: 'busy',
    listing: null,
    file: 'universities.json',
    format: 'misp',
    asOf: '2026-08-11',
    expiresDays: null,
  },
  {
    ...warninglists,
    name: 'misp-banks',
    title: { 'zh-CN': '常被仿冒的银行网站', en: 'Bank sites that scams imitate' },
    url: warninglistUrl('bank-website'),
    role: 'impersonated',
    listing: null,
    file: 'banks.json',
    format: 'misp',
    asOf: null,
    expiresDays: null,
  },
  {
    ...warninglists,
    name: 'misp-disposable-mail',
    title: { 'zh-CN': '一次性邮箱', en: 'Disposable mail' },
    url: warninglistUrl('disposable-email'),
    role: 'disposable',
    listing: null,
    file: 'disposable-mail.json',
    format: 'misp',
    asOf: '2026-08-11',
    expiresDays: null,
  },
  {
    ...project,
    name: 'official',
    title: { 'zh-CN': '官方电话与网站', en: 'Official numbers and sites' },
    url: 'docs/sources.md',
    attribution: {
      'zh-CN': '春雨项目人工整理，每条注明机构自己的公布页面。',
      en: 'Kept by hand by the Spring Rain project; each entry names the page where its owner publishes it.',
    },
    role: 'known-good',
    listing: null,
    file: 'official.jsonl',
    format: 'jsonl',
    asOf: '2026-11-21',
    expiresDays: 730,
  },
  {
    name: 'taiwan165',
    title: {
      'zh-CN': '台湾警方 165：民众通报的假投资（博弈）诈骗网站',
      en: 'Taiwan police 165: reported fake investment (gambling) sites',
    },
    publisher: '內政部警政署刑事警察局',
    url: 'https://165.npa.gov.tw/',
    licence: 'OGDL-Taiwan-1.0',
    licenceUrl: 'https://data.gov.tw/license',
    attribution: {
      'zh-CN':
        '内政部警政署刑事警察局（台湾）2022 至 2024 年发布的开放资料，依政府资料开放授权条款第 1 版使用；已按网址合并。',
      en: 'Open data published 2022–2024 by the Criminal Investigation Bureau, National Police Agency, Ministry of the Interior (Taiwan), used under the Open Government Data License, version 1.0; merged by address.',
    },
    role: 'known-scam',
    listing: null,
    file: 'taiwan165.jsonl',
    format: 'taiwan165',
    asOf: '2024-12-31',
    expiresDays: 365,
  },
];
