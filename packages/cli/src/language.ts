import type { Language } from '@spring-rain/look';

/** The terminal's language: Chinese where the locale is Chinese, English elsewhere. */
export function terminalLanguage(): Language {
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh-CN' : 'en';
}
